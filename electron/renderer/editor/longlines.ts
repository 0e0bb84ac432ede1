/** A line from which on a cell is no code to be read along: it is wrapped, and shown in a window of so many lines. */
const long = 10_000
export const shownLines = 24

/** Characters of such a cell that are drawn while it is not edited: more than fit into its window. */
const shownText = 8000

export const hasLongLine = (source: string): boolean =>
  source.length > long && source.split("\n").some(({ length }) => length > long)

/** Characters before a place that is to be seen: about the upper half of the window on a narrow page. */
const before = 500

export interface DrawnPart {
  readonly text: string
  /** Where in the source it begins. */
  readonly from: number
}

/** What is drawn of a source before it is edited: all of it, or of one with a long line what fits into its window, around a place where one is given. */
export function drawnPart(source: string, place = 0): DrawnPart {
  if (source.length <= shownText || !hasLongLine(source)) return { text: source, from: 0 }
  const from = place < shownText / 8 ? 0 : Math.max(0, Math.min(place - before, source.length - before))
  return { text: source.slice(from, from + shownText), from }
}

/** Marks of a source as those of its part; what is not in it at all is left out. */
export const marksIn = <M extends { readonly start: number; readonly end: number }>(
  marks: readonly M[],
  { text, from }: DrawnPart,
): readonly M[] =>
  marks.flatMap(mark => {
    const [start, end] = [mark.start - from, mark.end - from]
    return end <= 0 || start >= text.length ? [] : [from === 0 ? mark : { ...mark, start: Math.max(0, start), end }]
  })
