/** The smallest single replacement that makes one text of another. */
export interface Difference {
  readonly start: number
  readonly end: number
  readonly text: string
}
export declare function difference(from: string, to: string): Difference | undefined
