import { invalid, type Matrix, matrix, type Rows, row, type Weighted, weightsOf } from "./input.ts"
import { descending, weightedMean } from "./sums.ts"
import { thresholds } from "./thresholds.ts"

export interface RankingOptions extends Weighted {
  /** Only the k items that are ranked highest count; all without it. */
  k?: number
}

/*
 * Each row is a query: how relevant its items are (0 for not at all), and their scores. Weights are of queries. Where items
 * tie, NDCG averages over their orders and average precision lets them pass together; the others keep their given order.
 */

type OfQuery = (relevance: Float64Array, scores: Float64Array, k: number) => number

function mean(of: OfQuery, relevance: Rows, scores: Rows, options: RankingOptions): number {
  const truth = matrix("relevance", relevance)
  const said = matrix("scores", scores, truth.rows, truth.columns)
  const { k = truth.columns } = options
  if (!Number.isInteger(k) || k < 1) throw invalid(`k is ${k}.`, "Give a whole number above 0.")
  const bad = truth.values.findIndex(value => value < 0)
  if (bad >= 0) throw invalid(`A relevance is ${truth.values[bad]}.`, "Give relevances of 0 or more.")
  return weightedMean(
    queries(truth, i => of(row(truth, i), row(said, i), k)),
    weightsOf(options, truth.rows),
  )
}

const queries = ({ rows }: Matrix, of: (i: number) => number): number[] => Array.from({ length: rows }, (_, i) => of(i))

/**
 * Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002): Σ relevance / log₂(rank + 1), as a share of what
 * the best order has. 0 for a query without relevant items. scikit-learn's ndcg_score.
 */
export const ndcg = (relevance: Rows, scores: Rows, options: RankingOptions = {}): number =>
  mean(ndcgOf, relevance, scores, options)

function ndcgOf(relevance: Float64Array, scores: Float64Array, k: number): number {
  const best = gain(relevance, relevance, k)
  return best === 0 ? 0 : gain(relevance, scores, k) / best
}

function gain(relevance: Float64Array, scores: Float64Array, k: number): number {
  const order = descending(scores)
  let sum = 0
  for (let start = 0; start < order.length; ) {
    let end = start
    let [gains, discounts] = [0, 0]
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      gains += relevance[order[end]!]!
      if (end < k) discounts += 1 / Math.log2(end + 2)
      end += 1
    }
    sum += (gains / (end - start)) * discounts
    start = end
  }
  return sum
}

/** Mean average precision: over queries, of the precision at each relevant item (relevance above 0). 0 without any. */
export const meanAveragePrecision = (relevance: Rows, scores: Rows, options: Weighted = {}): number =>
  mean(averagePrecisionOf, relevance, scores, options)

function averagePrecisionOf(relevance: Float64Array, scores: Float64Array): number {
  const ones = new Float64Array(scores.length).fill(1)
  const { positives, negatives } = thresholds(
    Array.from(relevance, value => value > 0),
    scores,
    ones,
  )
  const whole = positives.at(-1)!
  if (whole === 0) return 0
  return positives.reduce(
    (sum, hits, i) => sum + ((hits - (positives[i - 1] ?? 0)) / whole) * (hits / (hits + negatives[i]!)),
    0,
  )
}

/** Mean of 1 / rank of the first relevant item; 0 for a query without one among the first k. */
export const meanReciprocalRank = (relevance: Rows, scores: Rows, options: RankingOptions = {}): number =>
  mean(
    (truth, said, k) => {
      const first = descending(said).findIndex(item => truth[item]! > 0)
      return first < 0 || first >= k ? 0 : 1 / (first + 1)
    },
    relevance,
    scores,
    options,
  )

const hitsAt = (truth: Float64Array, said: Float64Array, k: number): number =>
  descending(said)
    .subarray(0, k)
    .reduce((hits, item) => hits + Number(truth[item]! > 0), 0)

/** Share of a query's relevant items that are among the first k; 0 for a query without any. */
export const recallAt = (relevance: Rows, scores: Rows, options: RankingOptions = {}): number =>
  mean(
    (truth, said, k) => {
      const whole = truth.reduce((sum, value) => sum + Number(value > 0), 0)
      return whole === 0 ? 0 : hitsAt(truth, said, k) / whole
    },
    relevance,
    scores,
    options,
  )

/** Share of relevant items among the first k. */
export const precisionAt = (relevance: Rows, scores: Rows, options: RankingOptions = {}): number =>
  mean((truth, said, k) => hitsAt(truth, said, k) / k, relevance, scores, options)
