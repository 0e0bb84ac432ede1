import type { Cell } from "../state/model.ts"
/** How tall a cell will be, near enough to scroll by, before it was ever drawn. */
export declare function estimate(cell: Cell): number
export interface Range {
  readonly first: number
  /** After the last. */
  readonly end: number
  readonly above: number
  readonly below: number
}
/** Which cells are drawn for a view of `height` pixels scrolled to `top`, with the space that the others take. */
export declare function windowOf(heights: readonly number[], top: number, height: number, spare: number): Range
