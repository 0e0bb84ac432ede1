import { hasLongLine, shownLines } from "../editor/longlines.ts"
import { markupOf } from "../outputs/foreign.ts"
import { heightOf as frameHeight } from "../outputs/frameheights.ts"
import { readHeader } from "../stages/headerline.ts"
import { isFolded } from "../state/editing.ts"
import type { Cell } from "../state/model.ts"
import type { Output } from "../state/outputs.ts"

const line = 20
const gap = 12
const outputGap = 10

/** Cells never change, they are replaced: each is looked through once. */
const guesses = new WeakMap<Cell, number>()

/** How tall a cell will be, near enough to scroll by, before it was ever drawn. */
export function estimate(cell: Cell): number {
  const known = guesses.get(cell)
  if (known !== undefined) return known
  const guess = guessed(cell)
  guesses.set(cell, guess)
  return guess
}

/** More is known of the cell's outputs now. */
export const estimateAgain = (cell: Cell): void => void guesses.delete(cell)

function guessed(cell: Cell): number {
  const lines = hasLongLine(cell.source) ? shownLines : cell.source.split("\n").length
  if (cell.type === "markdown" && cell.rendered) return 16 + lines * 24 + gap
  const source = isFolded(cell, "source") ? 36 : lines * line + 22
  const header = readHeader(cell.source) === undefined ? 0 : 37
  const { list } = cell.outputs
  if (list.length === 0) return header + source + gap
  const outputs = isFolded(cell, "outputs") ? 36 : list.reduce((sum, output) => sum + outputGap + tall(output), 11)
  return header + source + outputs + gap
}

function tall(output: Output): number {
  if (output.kind === "stream") return Math.min(1170, 19 * Math.max(1, output.text.breaks))
  if (output.kind === "error") return 54
  const markup = markupOf(output.data)
  if (markup !== undefined) return frameHeight(markup) ?? 160
  return "image/png" in output.data ? 300 : 30
}

/** Where each cell begins, and last where the last one ends. */
export function topsOf(order: readonly string[], heightOf: (id: string) => number): Float64Array {
  const tops = new Float64Array(order.length + 1)
  for (let index = 0; index < order.length; index++) tops[index + 1] = tops[index]! + heightOf(order[index]!)
  return tops
}

export interface Range {
  readonly first: number
  /** After the last. */
  readonly end: number
  readonly above: number
  readonly below: number
}

/** Which cells are drawn for a view of `height` pixels scrolled to `top`, with the space that the others take. */
export function windowOf(tops: Float64Array, top: number, height: number, spare: number): Range {
  const count = tops.length - 1
  if (count === 0) return { first: 0, end: 0, above: 0, below: 0 }
  const first = cellAt(tops, top - spare)
  const end = cellAt(tops, top + height + spare) + 1
  return { first, end, above: tops[first]!, below: tops[count]! - tops[end]! }
}

/** The cell that stands at a height, or the one nearest to it. */
export function cellAt(tops: Float64Array, at: number): number {
  let [low, high] = [0, Math.max(0, tops.length - 2)]
  while (low < high) {
    const middle = (low + high) >> 1
    if (tops[middle + 1]! > at) high = middle
    else low = middle + 1
  }
  return low
}
