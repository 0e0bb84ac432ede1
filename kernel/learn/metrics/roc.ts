import { classIndices, column, type Matrix, matrix, type Numbers, type Rows, type Weighted } from "./input.ts"
import { isProbabilities } from "./simplex.ts"
import { weightedMean } from "./sums.ts"
import { binaryThresholds, meanOverClasses, type Thresholds, thresholds } from "./thresholds.ts"

export interface RocCurve {
  /** Shares of the negatives and of the positives that pass each threshold, both from 0 to 1; NaN where there are none. */
  falsePositiveRate: number[]
  truePositiveRate: number[]
  /** From infinity (nothing passes) down. */
  thresholds: number[]
}

export interface AucOptions extends Weighted {
  /** Of several classes: each alike, or by their number of examples. */
  average?: "macro" | "weighted"
  /** Of several classes: each against the rest, or each pair (Hand and Till, 2001; without weights of examples). */
  multi?: "ovr" | "ovo"
}

/** How well scores separate class 1 (or true) from class 0, at every threshold. */
export function rocCurve(actual: Numbers, scores: Numbers, options: Weighted = {}): RocCurve {
  return curve(binaryThresholds(actual, scores, options))
}

function curve(found: Thresholds): RocCurve {
  const share = (values: number[]) => [0, ...values].map(value => value / values.at(-1)!)
  return {
    falsePositiveRate: share(found.negatives),
    truePositiveRate: share(found.positives),
    thresholds: [Number.POSITIVE_INFINITY, ...found.scores],
  }
}

/**
 * Area under the ROC curve: 0.5 is chance. Of two classes from the scores of class 1; of more from one column of
 * probabilities a class. NaN where a class that is needed has no example, or all are of it. scikit-learn's roc_auc_score.
 */
export function rocAuc(actual: Numbers, scores: Numbers | Rows, options: AucOptions = {}): number {
  const table = tableOf(scores)
  if (table === undefined) return area(rocCurve(actual, scores as Numbers, options))
  if (table.columns <= 2) return area(rocCurve(actual, column(table, table.columns - 1), options))
  const truth = classIndices("actual", actual, table.columns, table.rows)
  isProbabilities("scores", table)
  if (options.multi === "ovo") return oneVersusOne(truth, table, options)
  return meanOverClasses(truth, table, options, found => area(curve(found)))
}

export const tableOf = (scores: Numbers | Rows): Matrix | undefined =>
  "columns" in scores || typeof scores[0] === "object" ? matrix("scores", scores as Rows) : undefined

/** Of the classes that occur, each pair in both directions. */
function oneVersusOne(actual: Float64Array, table: Matrix, options: AucOptions): number {
  const classes = [...new Set(actual)].sort((a, b) => a - b)
  const [areas, shares]: [number[], number[]] = [[], []]
  classes.forEach((one, i) => {
    for (const other of classes.slice(i + 1)) {
      const places = Array.from(actual.keys()).filter(place => actual[place] === one || actual[place] === other)
      const ones = new Float64Array(places.length).fill(1)
      const areaOf = (wanted: number) =>
        area(
          curve(
            thresholds(
              places.map(place => actual[place] === wanted),
              places.map(place => table.values[place * table.columns + wanted]!),
              ones,
            ),
          ),
        )
      areas.push((areaOf(one) + areaOf(other)) / 2)
      shares.push(options.average === "weighted" ? places.length : 1)
    }
  })
  return areas.length === 0 ? Number.NaN : weightedMean(areas, shares)
}

/** By trapezoids. */
function area({ falsePositiveRate: x, truePositiveRate: y }: RocCurve): number {
  let sum = 0
  for (let i = 1; i < x.length; i++) sum += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2
  return sum
}
