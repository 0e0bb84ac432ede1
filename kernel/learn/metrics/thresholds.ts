import { descending } from "./sums.ts"

/** Weight of the positives and negatives whose score is at or above each distinct score, from the largest down. */
export interface Thresholds {
  scores: number[]
  positives: number[]
  negatives: number[]
}

/** Examples with equal scores pass a threshold together, so ties need no order; those without weight make no threshold. */
export function thresholds(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
): Thresholds {
  const order = descending(scores).filter(place => weights[place]! > 0)
  const found: Thresholds = { scores: [], positives: [], negatives: [] }
  let [positives, negatives] = [0, 0]
  order.forEach((place, i) => {
    if (positive[place]) positives += weights[place]!
    else negatives += weights[place]!
    const next = order[i + 1]
    if (next !== undefined && scores[next] === scores[place]) return
    found.scores.push(scores[place]!)
    found.positives.push(positives)
    found.negatives.push(negatives)
  })
  return found
}
