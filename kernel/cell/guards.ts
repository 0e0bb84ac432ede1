import { isForeign } from "./foreign/foreign.ts"
import { lineStarts, offsetAt, type Position } from "./lines.ts"
import { parse } from "./parsing.ts"
import { prepare } from "./prepare.ts"
import type { Node } from "./tree.ts"
import { walk } from "./tree.ts"

/**
 * Is a place of a cell inside something of the same function that catches what is thrown there: a `try` with a `catch`, or a
 * promise with `.catch(…)`, `.then(…, …)` or `Promise.allSettled(…)` on it? Reads the text alone, so what catches elsewhere is not seen.
 */
export function isGuarded(source: string, position: Position): boolean {
  if (isForeign(source)) return false
  const text = prepare(source)
  const offset = offsetAt(lineStarts(text), position)
  const holds = ({ start, end }: { start: number; end: number }) => start <= offset && offset < end
  let guarded = false
  walk(parse(text).program, node => {
    if (!holds(node)) return false
    if (isFunction(node)) guarded = false
    else guarded ||= catches(node, holds)
    return undefined
  })
  return guarded
}

const isFunction = ({ type }: Node): boolean =>
  type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression"

function catches(node: Node, holds: (part: { start: number; end: number }) => boolean): boolean {
  if (node.type === "TryStatement") return node.handler !== null && holds(node.block)
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false
  const { object, property } = node.callee
  const name = property.type === "Identifier" ? property.name : ""
  if (name === "catch" || (name === "then" && node.arguments.length > 1)) return holds(object)
  return name === "allSettled" && node.arguments.some(holds)
}
