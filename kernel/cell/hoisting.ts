import type { BindingIdentifier, Function as FunctionNode } from "oxc-parser"
import { isErased, type Node, unexported, walk } from "./tree.ts"

export type NamedFunction = FunctionNode & { id: BindingIdentifier }

export const isNamedFunction = (node: Node): node is NamedFunction =>
  node.type === "FunctionDeclaration" && "id" in node && node.id !== null

/** Does a top-level statement run anything, as opposed to declaring functions or loading modules? */
export const isExecuting = (statement: Node): boolean =>
  !isErased(statement) &&
  statement.type !== "ImportDeclaration" &&
  !isNamedFunction(unexported(statement)) &&
  !(statement.type === "ExportNamedDeclaration" && statement.declaration === null)

const namesIn = (node: Node): Set<string> => {
  const names = new Set<string>()
  walk(node, ({ ...current }) => {
    if (current.type === "Identifier" || current.type === "JSXIdentifier") names.add(current.name)
    return undefined
  })
  return names
}

/**
 * The functions of a cell that code above them may call, directly or through other functions, so that they must exist
 * before the first statement runs. Errs on the side of too many: any mention of the name counts, and so does `eval`.
 */
export function functionsUsedEarly(body: readonly Node[]): Set<string> {
  const functions = new Map<string, Node>()
  const early = new Set<string>()
  for (const statement of body.map(unexported)) {
    if (!isNamedFunction(statement)) continue
    if (functions.has(statement.id.name)) early.add(statement.id.name)
    functions.set(statement.id.name, statement)
  }
  const lastFunction = body.findLastIndex(statement => isNamedFunction(unexported(statement)))
  const reached = new Set<string>()
  const reach = (node: Node): void => {
    for (const name of namesIn(node)) {
      if (reached.has(name)) continue
      reached.add(name)
      const called = functions.get(name)
      if (called) reach(called)
    }
  }
  for (const statement of body.slice(0, lastFunction + 1)) {
    const inner = unexported(statement)
    if (isExecuting(statement)) reach(statement)
    else if (isNamedFunction(inner) && (reached.has(inner.id.name) || reached.has("eval"))) early.add(inner.id.name)
  }
  return early
}
