import type { Alike } from "./match.ts"

interface Placed {
  readonly cell: Alike
  readonly index: number
}

/** Share of words that two cells must have in common to be the same cell. */
const enough = 0.5
/** Words of a cell that are looked at, cells that a word may stand in to tell cells apart, and candidates for each cell. */
const most = { words: 1000, cells: 60, candidates: 6 }

const wordsOf = ({ source }: Alike): Map<string, number> => {
  const counts = new Map<string, number>()
  const words = source.slice(0, 40_000).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []
  for (const word of words.slice(0, most.words)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

const sizeOf = (words: Map<string, number>): number => [...words.values()].reduce((sum, count) => sum + count, 0)

/** Sørensen's and Dice's coefficient of two bags of words: 1 for the same words, 0 for none in common. */
function likeness(one: Map<string, number>, other: Map<string, number>): number {
  let shared = 0
  for (const [word, count] of one) shared += Math.min(count, other.get(word) ?? 0)
  const all = sizeOf(one) + sizeOf(other)
  return all === 0 ? 0 : (2 * shared) / all
}

/** Pairs of cells that most of their words say to be the same, the most alike first; by index, later version first. */
export function pairBySimilarity(old: readonly Placed[], now: readonly Placed[]): [now: number, old: number][] {
  const bags = old.map(({ cell }) => wordsOf(cell))
  const index = new Map<string, number[]>()
  bags.forEach((bag, at) => {
    for (const word of bag.keys()) {
      const places = index.get(word) ?? []
      places.push(at)
      index.set(word, places)
    }
  })
  const found: { now: Placed; at: number; score: number }[] = []
  for (const placed of now) {
    const bag = wordsOf(placed.cell)
    const shared = new Map<number, number>()
    for (const word of bag.keys()) {
      const places = index.get(word)
      if (places === undefined || places.length > most.cells) continue
      for (const at of places) shared.set(at, (shared.get(at) ?? 0) + 1)
    }
    const best = [...shared].sort((one, other) => other[1] - one[1]).slice(0, most.candidates)
    for (const [at] of best) {
      const score = old[at]!.cell.type === placed.cell.type ? likeness(bag, bags[at]!) : 0
      if (score >= enough) found.push({ now: placed, at, score })
    }
  }
  found.sort((one, other) => other.score - one.score)
  const taken = new Set<number>()
  const pairs = new Map<number, number>()
  for (const { now: placed, at } of found) {
    if (pairs.has(placed.index) || taken.has(at)) continue
    taken.add(at)
    pairs.set(placed.index, old[at]!.index)
  }
  return [...pairs]
}
