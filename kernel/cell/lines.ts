/** A position as people read it: line and column from 1, the column in UTF-16 units. */
export interface Position {
  line: number
  column: number
}

const terminator = /\r\n|[\n\r\u2028\u2029]/g

/** The line terminators of a text, in order: what must survive when the text around them is replaced. */
export const terminatorsOf = (text: string): string => (text.match(terminator) ?? []).join("")

/** Offsets at which the lines of a text begin; lines end where V8 ends them. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(terminator)) starts.push(match.index + match[0].length)
  return starts
}

/** The position of an offset, by binary search. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - starts[low]! + 1 }
}

/** The offset of a position; one past the last line counts as the end of what is known. */
export const offsetAt = (starts: readonly number[], { line, column }: Position): number =>
  (starts[Math.min(line, starts.length) - 1] ?? 0) + column - 1

/** The same text with everything but line terminators blanked. */
export const blank = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, " ")
