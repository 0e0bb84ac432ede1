import { classIndices, column, type Numbers, type Rows, type Weighted } from "./input.ts"
import { type AucOptions, tableOf } from "./roc.ts"
import { ratio } from "./sums.ts"
import { binaryThresholds, meanOverClasses, type Thresholds } from "./thresholds.ts"

export interface PrecisionRecallCurve {
  /** At each threshold, from the largest score (few pass) to the smallest; recall rises to 1. */
  precision: number[]
  recall: number[]
  thresholds: number[]
}

/** Precision and recall of class 1 at every threshold of its scores. Without any example of it, recall is 1. */
export function precisionRecallCurve(actual: Numbers, scores: Numbers, options: Weighted = {}): PrecisionRecallCurve {
  return curve(binaryThresholds(actual, scores, options))
}

function curve({ scores, positives, negatives }: Thresholds): PrecisionRecallCurve {
  const whole = positives.at(-1)!
  return {
    precision: positives.map((hits, i) => ratio(hits, hits + negatives[i]!)),
    recall: positives.map(hits => (whole === 0 ? 1 : hits / whole)),
    thresholds: scores,
  }
}

/**
 * Area under the precision-recall curve as a sum of steps, Σ (recall − recall before) × precision: average precision, which
 * does not flatter as straight lines between the points do. Of several classes the average over them, each against the
 * rest; 0 for one without examples. scikit-learn's average_precision_score.
 */
export function averagePrecision(
  actual: Numbers,
  scores: Numbers | Rows,
  options: Omit<AucOptions, "multi"> = {},
): number {
  const table = tableOf(scores)
  if (table === undefined) return steps(precisionRecallCurve(actual, scores as Numbers, options))
  if (table.columns <= 2) return steps(precisionRecallCurve(actual, column(table, table.columns - 1), options))
  const truth = classIndices("actual", actual, table.columns, table.rows)
  return meanOverClasses(truth, table, options, found => steps(curve(found)))
}

function steps({ precision, recall }: PrecisionRecallCurve): number {
  let [sum, before] = [0, 0]
  // Without positives recall is 1 from the start: the one step there has precision 0.
  recall.forEach((value, i) => {
    sum += (value - before) * precision[i]!
    before = value
  })
  return Math.max(0, sum)
}
