import { differences } from "./sequence.ts"

/** A part of a line; `changed` where the other side has something else. */
export interface Piece {
  readonly text: string
  readonly changed: boolean
}

export interface DiffLine {
  readonly kind: "same" | "removed" | "added"
  readonly pieces: readonly Piece[]
}

const plain = (text: string): readonly Piece[] => [{ text, changed: false }]
const wordsOf = (line: string): string[] => line.match(/[\p{L}\p{N}_]+|\s+|./gsu) ?? []

/** Characters of a line beyond which it is compared as a whole. */
const longest = 5000

/** Two texts by line, and lines that took the place of others by word. */
export function compareLines(before: string, after: string): DiffLine[] {
  const lines: DiffLine[] = []
  const stretches = differences(linesOf(before), linesOf(after))
  for (const [index, { kind, items }] of stretches.entries()) {
    const next = stretches[index + 1]
    const last = stretches[index - 1]
    if (kind === "removed" && next?.kind === "added") lines.push(...replaced(items, next.items))
    else if (kind !== "added" || last?.kind !== "removed")
      lines.push(...items.map(text => ({ kind, pieces: plain(text) })))
  }
  return lines
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"))

function replaced(removed: readonly string[], added: readonly string[]): DiffLine[] {
  const pairs = removed.map((line, index) => byWord(line, added[index]))
  return [
    ...removed.map((line, index): DiffLine => ({ kind: "removed", pieces: pairs[index]?.before ?? plain(line) })),
    ...added.map((line, index): DiffLine => ({ kind: "added", pieces: pairs[index]?.after ?? plain(line) })),
  ]
}

/** The words of two lines that differ; undefined where the lines have so little in common that marks would only disturb. */
function byWord(before: string, after: string | undefined): { before: Piece[]; after: Piece[] } | undefined {
  if (after === undefined || before.length > longest || after.length > longest) return undefined
  const stretches = differences(wordsOf(before), wordsOf(after))
  const side = (other: "removed" | "added"): Piece[] =>
    stretches
      .filter(({ kind }) => kind === "same" || kind === other)
      .map(({ kind, items }) => ({ text: items.join(""), changed: kind !== "same" }))
  const kept = stretches
    .filter(({ kind }) => kind === "same")
    .reduce((sum, { items }) => sum + items.join("").trim().length, 0)
  if (kept < 0.3 * Math.min(before.trim().length, after.trim().length)) return undefined
  return { before: side("removed"), after: side("added") }
}
