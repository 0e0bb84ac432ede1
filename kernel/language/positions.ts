import type { Position } from "./protocol.ts"

/** Offsets (UTF-16 code units) ↔ lines and characters of one text, with the protocol's line ends: LF, CRLF and CR. Out of range is clamped. */
export interface Lines {
  positionAt(offset: number): Position
  offsetAt(position: Position): number
}

export function linesOf(text: string): Lines {
  const starts = [0]
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length)
  const start = (line: number) => starts[line] ?? text.length
  return {
    positionAt(offset) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (start(middle) <= offset) low = middle
        else high = middle - 1
      }
      return { line: low, character: Math.max(0, Math.min(offset, text.length) - start(low)) }
    },
    offsetAt: ({ line, character }) => Math.min(start(line) + character, start(line + 1)),
  }
}
