import type { Node, Program } from "oxc-parser"

export type { Node, Program }
/** The nodes that may have a type; some share one declaration with others, such as both kinds of classes. */
export type NodeOf<T extends Node["type"], N extends Node = Node> = N extends Node
  ? T extends N["type"]
    ? N
    : never
  : never

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value

/**
 * Calls `enter` for a node and all below it, in source order of each list. `enter` returns false to keep out of a
 * node's children. Runs over the plain objects that the parser returns, without visitor tables.
 */
export function walk(node: Node, enter: (node: Node, parent: Node | undefined) => boolean | undefined): void {
  const visit = (current: Node, parent: Node | undefined): void => {
    if (enter(current, parent) === false) return
    for (const key in current) {
      const value: unknown = current[key as keyof Node]
      if (typeof value !== "object" || value === null) continue
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) visit(item, current)
      } else if (isNode(value)) visit(value, current)
    }
  }
  visit(node, undefined)
}

/** The names that a binding pattern declares, in order. */
export function boundNames(pattern: Node | null): string[] {
  if (pattern === null) return []
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name]
    case "ObjectPattern":
      return pattern.properties.flatMap(property =>
        boundNames(property.type === "RestElement" ? property.argument : property.value),
      )
    case "ArrayPattern":
      return pattern.elements.flatMap(boundNames)
    case "AssignmentPattern":
      return boundNames(pattern.left)
    case "RestElement":
      return boundNames(pattern.argument)
    default:
      return []
  }
}

/** A statement without the `export` before it. */
export const unexported = (statement: Node): Node =>
  (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") &&
  statement.declaration !== null
    ? statement.declaration
    : statement

const erased = new Set<Node["type"]>([
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSNamespaceExportDeclaration",
  "TSGlobalDeclaration" as Node["type"],
  "EmptyStatement",
])

/** Does nothing of a top-level statement remain at run time? */
export function isErased(statement: Node): boolean {
  const inner = unexported(statement)
  if (erased.has(inner.type) || ("declare" in inner && inner.declare === true)) return true
  if (inner.type === "ImportDeclaration" || inner.type === "TSImportEqualsDeclaration")
    return inner.importKind === "type"
  if (inner.type === "ExportNamedDeclaration" || inner.type === "ExportAllDeclaration")
    return inner.exportKind === "type"
  return inner.type === "TSModuleDeclaration" && !instantiated(inner)
}

/** A namespace of types alone has no value. */
const instantiated = (namespace: NodeOf<"TSModuleDeclaration">): boolean => {
  const body = namespace.body
  if (!body) return false
  const { body: statements } = body
  return Array.isArray(statements) ? statements.some(statement => !isErased(statement)) : true
}
