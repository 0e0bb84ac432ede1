import type { Document } from "./model.ts"
export interface Query {
  readonly text: string
  readonly caseSensitive: boolean
  readonly regular: boolean
}
export interface Match {
  readonly cell: string
  readonly start: number
  readonly end: number
}
/** The pattern of a query, or undefined for an empty or ill-formed one. */
export declare function patternOf({ text, caseSensitive, regular }: Query): RegExp | undefined
/** Every match in the sources of all cells, in the order of the notebook. Matches of nothing are left out. */
export declare function findAll(document: Document, query: Query): Match[]
/** The sources that change when matches are replaced: all, or the one given. `$1` means a group in a regular expression only. */
export declare function replaced(
  document: Document,
  query: Query,
  by: string,
  only?: Match,
): {
  cell: string
  source: string
}[]
