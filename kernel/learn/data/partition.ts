import { type Random, shuffle } from "../random.ts"

/**
 * Divides rows by chance into those held back (about `share` of them) and the rest, both in their old order. With
 * `labels`, each label's part of what is held back is its exact share, rounded down or up; the sum is the rounded share
 * of all rows.
 */
export function partition(rows: Uint32Array, share: number, random: Random, labels?: (row: number) => number) {
  // A mark for each row: a set of a million numbers takes longer than all else here.
  const held = new Uint8Array(largest(rows) + 1)
  const wanted = Math.round(rows.length * share)
  const groups = labels === undefined ? [rows] : [...groupBy(rows, labels).values()]
  const quotas = apportion(
    groups.map(group => group.length * share),
    wanted,
  )
  groups.forEach((group, i) => {
    for (const row of shuffle(group.slice(), random).subarray(0, quotas[i]!)) held[row] = 1
  })
  return { held: marked(rows, held, 1), rest: marked(rows, held, 0) }
}

function largest(rows: Uint32Array): number {
  let most = -1
  for (let i = 0; i < rows.length; i++) if (rows[i]! > most) most = rows[i]!
  return most
}

function marked(rows: Uint32Array, marks: Uint8Array, mark: number): Uint32Array {
  const found = new Uint32Array(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) if (marks[rows[i]!] === mark) found[count++] = rows[i]!
  return found.slice(0, count)
}

function groupBy(rows: Uint32Array, labels: (row: number) => number): Map<number, Uint32Array> {
  const groups = Map.groupBy(rows, labels)
  const sorted = [...groups].sort(([a], [b]) => a - b)
  return new Map(sorted.map(([label, members]) => [label, Uint32Array.from(members)]))
}

/** Whole numbers that add up to `total`, each the exact one rounded down or up: the largest remainders are rounded up. */
function apportion(exact: number[], total: number): number[] {
  const quotas = exact.map(Math.floor)
  const byRemainder = exact.map((_, i) => i).sort((a, b) => exact[b]! - quotas[b]! - (exact[a]! - quotas[a]!) || a - b)
  let left = total - quotas.reduce((a, b) => a + b, 0)
  for (const i of byRemainder) {
    if (left-- <= 0) break
    quotas[i]! += 1
  }
  return quotas
}
