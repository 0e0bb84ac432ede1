import {
  classIndices,
  type Matrix,
  matrix,
  type Numbers,
  numbers,
  type Rows,
  type Weighted,
  weightsOf,
} from "./input.ts"
import { isProbabilities } from "./simplex.ts"
import { descending, weightedMean } from "./sums.ts"

/**
 * One column of probabilities for each class: rows of a softmax as they are, one probability p of class 1 as (1 − p, p).
 * Throws DATA_INVALID for what is no probability.
 */
export function classTable(probabilities: Numbers | Rows): Matrix {
  if ("columns" in probabilities || typeof probabilities[0] === "object") {
    const table = matrix("probabilities", probabilities as Rows)
    if (table.columns > 1) {
      isProbabilities("probabilities", table)
      return table
    }
    return classTable(table.values)
  }
  const ones = numbers("probabilities", probabilities as Numbers)
  const values = new Float64Array(ones.length * 2)
  ones.forEach((p, i) => {
    values[2 * i] = 1 - p
    values[2 * i + 1] = p
  })
  const table = { values, rows: ones.length, columns: 2 }
  isProbabilities("probabilities", table)
  return table
}

/** Mean of −ln p of the true class, in nats; probabilities are kept 2⁻⁵² away from 0 and 1. scikit-learn's log_loss. */
export function logLoss(actual: Numbers, probabilities: Numbers | Rows, options: Weighted = {}): number {
  const table = classTable(probabilities)
  const truth = classIndices("actual", actual, table.columns, table.rows)
  const losses = Float64Array.from(truth, (value, i) => {
    const p = table.values[i * table.columns + value]!
    return -Math.log(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON))
  })
  return weightedMean(losses, weightsOf(options, truth.length))
}

/**
 * Mean squared distance of the probabilities from what is true (Brier, 1950): of two classes of class 1 alone, 0–1; of
 * more summed over classes, 0–2. scikit-learn's brier_score_loss.
 */
export function brier(actual: Numbers, probabilities: Numbers | Rows, options: Weighted = {}): number {
  const table = classTable(probabilities)
  const { columns, rows, values } = table
  const truth = classIndices("actual", actual, columns, rows)
  const squares = Float64Array.from(truth, (value, i) => {
    let sum = 0
    for (let j = 0; j < columns; j++) sum += (Number(j === value) - values[i * columns + j]!) ** 2
    return columns === 2 ? sum / 2 : sum
  })
  return weightedMean(squares, weightsOf(options, rows))
}

/**
 * Share of examples whose true class is among the k largest scores. Of equal scores the later class counts as larger, as
 * in scikit-learn's top_k_accuracy_score.
 */
export function topK(actual: Numbers, scores: Rows, options: Weighted & { k?: number } = {}): number {
  const table = matrix("scores", scores)
  const { columns, rows, values } = table
  const truth = classIndices("actual", actual, columns, rows)
  const { k = 2 } = options
  const hits = Float64Array.from(truth, (value, i) => {
    const own = values[i * columns + value]!
    let ahead = 0
    for (let j = 0; j < columns; j++) {
      const other = values[i * columns + j]!
      if (other > own || (other === own && j > value)) ahead += 1
    }
    return Number(ahead < k)
  })
  return weightedMean(hits, weightsOf(options, rows))
}

/** The class with the largest score in each row, the first of equal ones; of one column, 1 above one half. */
export function decisions({ values, rows, columns }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const scores = values.subarray(i * columns, (i + 1) * columns)
    return columns === 1 ? Number(scores[0]! > 0.5) : descending(scores)[0]!
  })
}
