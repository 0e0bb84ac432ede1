import { type Grammar, type Kind } from "./grammars.ts"
/** One token of a line: from `start` (UTF-16 code units) to the next one's start. */
export interface Token {
  readonly start: number
  readonly kind: Kind
}
/** The span that is open at the end of a line, or "" for none. */
export type LineState = string
export declare const grammarOf: (language: string) => Grammar
/** A cell's language: that of its header where it has one of another language, else the kernel's. */
export declare const languageOf: (type: string, source: string, kernel: string) => string
/**
 * The tokens of one line and the state after it. The same line in the same state gives the same tokens, so that the editor
 * and the static text of a cell can never be drawn differently. Linear in the line; beyond `longest` characters there is one token.
 */
export declare function lexLine(
  line: string,
  state: LineState,
  grammar: Grammar,
): {
  tokens: Token[]
  state: LineState
}
export interface Piece {
  readonly text: string
  readonly kind: Kind
}
/** A source as lines of coloured pieces. */
export declare function lexSource(source: string, language: string): Piece[][]
