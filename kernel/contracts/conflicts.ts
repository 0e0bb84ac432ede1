/** A place where two versions of a cell were both kept by a merge: the cell's number from 1, and the line of the first marker, from 1. */
export interface Conflict {
  readonly id: string
  readonly number: number
  readonly line: number
}

/** Whose lines are to stay. */
export type Choice = "ours" | "theirs" | "both"

/** The first conflict of a text. */
export interface Found {
  /** The line of the first marker, from 1. */
  readonly line: number
  /** Its lines, with the markers. */
  readonly text: string
  /** The whole text with that conflict decided. */
  with(choice: Choice): string
}

/** Git's markers, of the usual size or longer: the two versions stand between the first and the last. */
const markers = { ours: /^<{7,}(?: |$)/, base: /^\|{7,}(?: |$)/, theirs: /^={7,}$/, end: /^>{7,}(?: |$)/ }

/** The first conflict of a text; undefined where no three markers follow each other. */
export function resolveText(text: string): Found | undefined {
  if (!text.includes("<<<<<<<")) return undefined
  const lines = text.split("\n")
  const bare = lines.map(line => line.replace(/\r$/, ""))
  const from = (at: number, marker: RegExp) => bare.findIndex((line, index) => index > at && marker.test(line))
  const end = bare.findIndex((line, index) => markers.end.test(line) && startOf(bare, index) !== undefined)
  if (end < 0) return undefined
  const start = startOf(bare, end)!
  const middle = from(start, markers.theirs)
  const base = from(start, markers.base)
  const ours = lines.slice(start + 1, base > start && base < middle ? base : middle)
  const theirs = lines.slice(middle + 1, end)
  const kept: Record<Choice, string[]> = { ours, theirs, both: [...ours, ...theirs] }
  return {
    line: start + 1,
    text: lines.slice(start, end + 1).join("\n"),
    with: choice => [...lines.slice(0, start), ...kept[choice], ...lines.slice(end + 1)].join("\n"),
  }
}

/** The marker that begins the conflict which ends at a line. */
function startOf(lines: readonly string[], end: number): number | undefined {
  const before = lines.slice(0, end)
  const start = before.findLastIndex(line => markers.ours.test(line))
  return start >= 0 && before.slice(start).some(line => markers.theirs.test(line)) ? start : undefined
}

/** The cells of a notebook that hold conflicts. */
export const conflictsIn = (cells: readonly { readonly id: string; readonly source: string }[]): Conflict[] =>
  cells.flatMap(({ id, source }, index) => {
    const found = resolveText(source)
    return found === undefined ? [] : [{ id, number: index + 1, line: found.line }]
  })
