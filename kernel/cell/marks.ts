import { type Node, type Program, walk } from "./tree.ts"

/** Places that scopes alone do not tell apart, by offset. */
export interface Marks {
  /** Names inside the types `typeof x`: they are no uses of the value. */
  types: Set<number>
  /** Names under the operator `typeof`. */
  guards: Set<number>
  imports: string[]
}

const specifierOf = (node: Node): string | undefined => {
  switch (node.type) {
    case "ImportDeclaration":
      return node.importKind === "type" ? undefined : node.source.value
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return node.exportKind === "type" ? undefined : node.source?.value
    case "ImportExpression":
      return literal(node.source)
    case "TSExternalModuleReference":
      return literal(node.expression)
    case "CallExpression":
      return node.callee.type === "Identifier" && node.callee.name === "require"
        ? literal(node.arguments[0])
        : undefined
    default:
      return undefined
  }
}

const literal = (node: Node | undefined): string | undefined =>
  node?.type === "Literal" && typeof node.value === "string" ? node.value : undefined

export function marksOf(program: Program): Marks {
  const marks: Marks = { types: new Set(), guards: new Set(), imports: [] }
  walk(program, node => {
    const specifier = specifierOf(node)
    if (specifier !== undefined && !marks.imports.includes(specifier)) marks.imports.push(specifier)
    if (node.type === "TSTypeQuery")
      walk(node, ({ type, start }) => {
        if (type === "Identifier") marks.types.add(start)
        return undefined
      })
    if (node.type === "UnaryExpression" && node.operator === "typeof" && node.argument.type === "Identifier")
      marks.guards.add(node.argument.start)
    return undefined
  })
  return marks
}
