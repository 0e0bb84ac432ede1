import { classIndices, column, type Matrix, type Numbers, numbers, type Weighted, weightsOf } from "./input.ts"
import { descending, weightedMean } from "./sums.ts"

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

/** Of class 1 against class 0. */
export function binaryThresholds(actual: Numbers, scores: Numbers, options: Weighted): Thresholds {
  const truth = classIndices("actual", actual, 2)
  const given = numbers("scores", scores, truth.length)
  const positive = Array.from(truth, value => value === 1)
  return thresholds(positive, given, weightsOf(options, truth.length))
}

/** The mean of a figure of each class against the rest: of all alike, or by the weight of its examples. */
export function meanOverClasses(
  truth: Float64Array,
  table: Matrix,
  options: Weighted & { average?: "macro" | "weighted" },
  figure: (found: Thresholds) => number,
): number {
  const weights = weightsOf(options, truth.length)
  const [figures, supports]: [number[], number[]] = [[], []]
  for (let index = 0; index < table.columns; index++) {
    const positive = Array.from(truth, value => value === index)
    const weight = positive.reduce((sum, is, i) => (is ? sum + weights[i]! : sum), 0)
    const support = options.average === "weighted" ? weight : 1
    // A class that does not occur counts nothing by support, though its own figure may not be a number.
    figures.push(support === 0 ? 0 : figure(thresholds(positive, column(table, index), weights)))
    supports.push(support)
  }
  return weightedMean(figures, supports)
}
