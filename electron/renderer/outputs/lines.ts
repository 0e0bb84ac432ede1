import { lineStarts } from "./excerpt.ts"

/** Lines of a text of any length, wherever it is. */
export interface Lines {
  read(start: number, count: number): Promise<{ lines: readonly string[]; total: number }>
  /** Numbers of lines that hold a text, from a line on; a bounded number of them. */
  find(text: string, start: number): Promise<readonly number[]>
}

/** A line longer than this is cut. */
export const longestLine = 20_000
const mostFound = 1000

/** The lines of a text that is here. */
export function textLines(text: string): Lines {
  let known: Uint32Array | undefined
  const starts = () => {
    known ??= lineStarts(text)
    return known
  }
  const lineAt = (index: number) => {
    const start = starts()[index]!
    const end = starts()[index + 1] ?? text.length
    return text.slice(start, Math.min(end, start + longestLine)).replace(/\n$/, "")
  }
  return {
    read: async (start, count) => ({
      lines: Array.from({ length: Math.max(0, Math.min(count, starts().length - start)) }, (_, i) => lineAt(start + i)),
      total: starts().length,
    }),
    find: async (wanted, start) => {
      const found: number[] = []
      let at = text.indexOf(wanted, starts()[start] ?? text.length)
      while (at >= 0 && found.length < mostFound) {
        const line = lineOf(starts(), at)
        found.push(line)
        const next = starts()[line + 1]
        at = next === undefined ? -1 : text.indexOf(wanted, next)
      }
      return found
    },
  }
}

/** The last line that begins at or before an offset. */
function lineOf(starts: Uint32Array, offset: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}
