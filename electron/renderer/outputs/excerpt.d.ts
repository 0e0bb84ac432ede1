/** What is shown of a long text before "show all": its first and last lines, and how many stand between. */
export interface Excerpt {
  readonly head: string
  readonly tail: string
  readonly hidden: number
  readonly lines: number
}
/** The excerpt of a text. Costs what its ends cost, and one count of its lines. */
export declare function excerpt(text: string): Excerpt
/** Offsets at which lines begin; the reel of "show all" draws by it. */
export declare function lineStarts(text: string): Uint32Array
