/** A line from which on a cell is no code to be read along: it is wrapped, and shown in a window of so many lines. */
const long = 10_000
export const shownLines = 24

/** Characters of such a cell that are drawn while it is not edited: more than fit into its window. */
const shownText = 8000

export const hasLongLine = (source: string): boolean =>
  source.length > long && source.split("\n").some(({ length }) => length > long)

/** What is drawn of a source before it is edited: all of it, or of one with a long line what fits into its window. */
export const drawnPart = (source: string): string =>
  source.length > shownText && hasLongLine(source) ? source.slice(0, shownText) : source
