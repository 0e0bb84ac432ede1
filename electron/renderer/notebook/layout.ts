import { readHeader } from "../stages/headerline.ts"
import { isFolded } from "../state/editing.ts"
import type { Cell } from "../state/model.ts"

const line = 20
const gap = 12

/** How tall a cell will be, near enough to scroll by, before it was ever drawn. */
export function estimate(cell: Cell): number {
  const lines = cell.source.split("\n").length
  if (cell.type === "markdown" && cell.rendered) return 16 + lines * 24 + gap
  const source = isFolded(cell, "source") ? 36 : lines * line + 22
  const header = readHeader(cell.source) === undefined ? 0 : 37
  const outputs = isFolded(cell, "outputs")
    ? 36
    : cell.outputs.list.reduce(
        (sum, output) => {
          if (output.kind === "stream") return sum + Math.min(1240, 10 + 19 * lineCount(output.text.done))
          if (output.kind === "error") return sum + 70
          return sum + ("image/png" in output.data ? 300 : "text/html" in output.data ? 160 : 40)
        },
        cell.outputs.list.length > 0 ? 22 : 0,
      )
  return header + source + outputs + gap
}

const lineCount = (text: string): number => {
  let lines = 1
  for (let at = text.indexOf("\n"); at >= 0 && lines < 70; at = text.indexOf("\n", at + 1)) lines++
  return lines
}

export interface Range {
  readonly first: number
  /** After the last. */
  readonly end: number
  readonly above: number
  readonly below: number
}

/** Which cells are drawn for a view of `height` pixels scrolled to `top`, with the space that the others take. */
export function windowOf(heights: readonly number[], top: number, height: number, spare: number): Range {
  let first = 0
  let above = 0
  while (first < heights.length - 1 && above + heights[first]! < top - spare) above += heights[first++]!
  let end = first
  let at = above
  while (end < heights.length && at < top + height + spare) at += heights[end++]!
  let below = 0
  for (let index = end; index < heights.length; index++) below += heights[index]!
  return { first, end, above, below }
}
