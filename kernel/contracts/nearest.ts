/** Levenshtein distance, case ignored. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter.toLowerCase() === other.toLowerCase() ? 0 : 1)),
      )
    row = next
  }
  return row[b.length]!
}

/** The candidate that was probably meant: the nearest within a third of its length (at least two letters). */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map(candidate => ({ candidate, cost: distance(word, candidate) }))
    .filter(({ candidate, cost }) => cost <= Math.max(2, candidate.length / 3) && cost < candidate.length)
    .toSorted((a, b) => a.cost - b.cost)
  return best?.candidate
}
