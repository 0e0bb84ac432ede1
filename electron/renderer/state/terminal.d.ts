/**
 * A stream's text while it arrives. `done` is finished lines; `line` is the one under the cursor, with its last carriage
 * return still in it. `dropped` counts characters that were let go from the middle once the text was over the bound.
 */
export interface TerminalText {
  readonly done: string
  readonly line: string
  readonly dropped: number
}
export declare const noText: TerminalText
/** The most that a page keeps of one stream, in characters; half of it is the head. */
export declare const bound = 24000000
/** Adds a chunk. Costs what the chunk and the unfinished line cost, whatever was there before. */
export declare function write(text: TerminalText, chunk: string): TerminalText
/** The text as a terminal shows it now. */
export declare const shown: (text: TerminalText) => string
