/** How a run of text is drawn; colours are names of the theme (`red`, `bright-red`) or `#rrggbb`. */
export interface Look {
  readonly color?: string
  readonly background?: string
  readonly bold?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
}
export interface AnsiPiece {
  readonly text: string
  readonly look: Look
}
/** Text with SGR colours as pieces; every other escape sequence is left out. */
export declare function ansiPieces(text: string): AnsiPiece[]
