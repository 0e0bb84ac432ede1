import { inOrder } from "../../contracts/alignment/match.ts"
import type { Sides } from "./sides.ts"

/**
 * The order of the cells that stay: ours, with the cells that only they have put after the cell that each follows there, and with
 * the cells that they moved, where we did not, in their place. Every key of `stay` comes exactly once.
 */
export function mergeOrder(
  { base, ours, theirs }: Required<Sides<readonly string[]>>,
  stay: ReadonlySet<string>,
): string[] {
  const origin = base ?? []
  const [mine, other] = [ours ?? [], theirs ?? []]
  const here = new Set(mine)
  const movedByUs = moved(origin, mine)
  const movedByThem = new Set([...moved(origin, other)].filter(key => !movedByUs.has(key)))
  const known = new Set(origin)
  const result = mine.filter(key => stay.has(key) && !movedByThem.has(key))
  const placed = new Set(result)
  let last: string | undefined
  for (const key of other) {
    if (!stay.has(key)) continue
    if (!placed.has(key)) {
      let at = last === undefined ? 0 : result.indexOf(last) + 1
      // What we added at the same place comes first.
      while (at < result.length && here.has(result[at]!) && !known.has(result[at]!) && !other.includes(result[at]!))
        at++
      result.splice(at, 0, key)
      placed.add(key)
    }
    last = key
  }
  return result
}

/** The keys that both lists have, but not in one order. */
function moved(before: readonly string[], now: readonly string[]): Set<string> {
  const places = new Map(before.map((key, index) => [key, index]))
  const pairs = now.map(key => places.get(key))
  const steady = inOrder(pairs)
  return new Set(now.filter((_, index) => pairs[index] !== undefined && !steady.has(index)))
}
