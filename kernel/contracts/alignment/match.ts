import { pairBySimilarity } from "./likeness.ts"

/** What of a cell tells whether it is another version of a cell. */
export interface Alike {
  readonly id: string
  readonly type: string
  readonly source: string
}

/** How a cell is known again: by its id, by its type and text, by its two neighbours, or by what most of its words say. */
export type Claim = "id" | "content" | "place" | "likeness"

export const contentOf = ({ type, source }: Pick<Alike, "type" | "source">): string => JSON.stringify([type, source])

type Found = (number | undefined)[]
type Claimer = (now: readonly Alike[], old: readonly Alike[], found: Found) => void

/** By what the keys say, in their order; each old cell once. */
const byKey =
  (keyOf: (cell: Alike) => string): Claimer =>
  (now, old, found) => {
    const taken = new Set(found)
    const free = new Map<string, number[]>()
    old.forEach((cell, index) => {
      if (taken.has(index)) return
      const key = keyOf(cell)
      const places = free.get(key)
      if (places === undefined) free.set(key, [index])
      else places.push(index)
    })
    // From the end, so that each is taken off in one step.
    for (const places of free.values()) places.reverse()
    now.forEach((cell, index) => {
      found[index] ??= free.get(keyOf(cell))?.pop()
    })
  }

/** Cells between the same two neighbours are the same ones, where there are as many of them now as before. */
const byPlace: Claimer = (now, old, found) => {
  for (let from = 0; from < now.length; from++) {
    if (found[from] !== undefined) continue
    let end = from
    while (end < now.length && found[end] === undefined) end++
    const first = from === 0 ? 0 : found[from - 1]! + 1
    const last = end === now.length ? old.length : found[end]!
    const free =
      last - first === end - from && !found.some(claim => claim !== undefined && claim >= first && claim < last)
    for (let index = from; free && index < end; index++) found[index] = first + index - from
    from = end
  }
}

const byLikeness: Claimer = (now, old, found) => {
  const taken = new Set(found)
  const freeOld = old.flatMap((cell, index) => (taken.has(index) ? [] : [{ cell, index }]))
  const freeNow = now.flatMap((cell, index) => (found[index] === undefined ? [{ cell, index }] : []))
  for (const [nowAt, oldAt] of pairBySimilarity(freeOld, freeNow)) found[nowAt] = oldAt
}

const claimers: Record<Claim, Claimer> = {
  id: byKey(({ id }) => id),
  content: byKey(contentOf),
  place: byPlace,
  likeness: byLikeness,
}

/** For each cell now, the index of the old cell that it is; the claims are asked in their order, and no old cell is taken twice. */
export function matchCells(now: readonly Alike[], old: readonly Alike[], claims: readonly Claim[]): Found {
  const found: Found = now.map(() => undefined)
  for (const claim of claims) claimers[claim](now, old, found)
  return found
}

/** Which cells kept their order: a longest ascending run of what they were (patience sorting). The others moved. */
export function inOrder(pairs: readonly (number | undefined)[]): Set<number> {
  const tops: number[] = []
  const previous = new Map<number, number | undefined>()
  for (const [index, value] of pairs.entries()) {
    if (value === undefined) continue
    let [low, high] = [0, tops.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[tops[middle]!]! < value) low = middle + 1
      else high = middle
    }
    previous.set(index, tops[low - 1])
    tops[low] = index
  }
  const steady = new Set<number>()
  for (let at = tops.at(-1); at !== undefined; at = previous.get(at)) steady.add(at)
  return steady
}
