import { balancedAccuracyOf, kappaOf, mccOf } from "../metrics/agreement.ts"
import { type Calibration, type CalibrationOptions, calibration } from "../metrics/calibration.ts"
import { type Matrix, row } from "../metrics/input.ts"
import { type RegressionFigures, regression } from "../metrics/numbers.ts"
import { averagePrecision } from "../metrics/precision-recall.ts"
import { brier, logLoss } from "../metrics/probabilities.ts"
import { rocAuc } from "../metrics/roc.ts"
import { scoresOf } from "../metrics/scores.ts"
import type { Judged } from "./judged.ts"

type Figures = Readonly<Record<string, (judged: Judged) => number>>
type WithTable = Judged & { probabilities: Matrix }

/** From the classes that were predicted; averages over classes are macro averages. */
const ofClasses = {
  accuracy: judged => scoresOf(judged.tally()).accuracy,
  precision: judged => scoresOf(judged.tally()).macro.precision,
  recall: judged => scoresOf(judged.tally()).macro.recall,
  f1: judged => scoresOf(judged.tally()).macro.f1,
  balancedAccuracy: judged => balancedAccuracyOf(judged.tally().counts),
  kappa: judged => kappaOf(judged.tally()),
  mcc: judged => mccOf(judged.tally().counts),
} as const satisfies Figures

/** From the probabilities of the classes. */
const ofProbabilities = {
  logLoss: ({ actual, probabilities, weights }) => logLoss(actual, probabilities, { weights }),
  rocAuc: ({ actual, probabilities, weights }) => rocAuc(actual, probabilities, { weights }),
  prAuc: ({ actual, probabilities, weights }) => averagePrecision(actual, probabilities, { weights }),
  brier: ({ actual, probabilities, weights }) => brier(actual, probabilities, { weights }),
  calibrationError: judged => confidence(judged).error,
} as const satisfies Record<string, (judged: WithTable) => number>

const ofNumbers = (["mae", "rmse", "r2", "mape", "medianAe", "maxError", "explainedVariance"] as const).map(
  name => [name, (judged: Judged) => regressionOf(judged)[name]] as const,
)

const known = new WeakMap<Judged, RegressionFigures>()

function regressionOf(judged: Judged): RegressionFigures {
  const found = known.get(judged) ?? regression(judged.actual, judged.predicted, judged)
  known.set(judged, found)
  return found
}

/** Figures that these judgements have, by name, each computed when called. */
export function figuresFor({ classes, probabilities }: Judged): Figures {
  if (classes === 0) return Object.fromEntries(ofNumbers)
  return { ...ofClasses, ...(probabilities && (ofProbabilities as unknown as Figures)) }
}

/**
 * How well the model knows how sure it is: of two classes the probability of the second against how often it came true; of
 * more the probability of what was predicted against how often that was right.
 */
export function confidence(judged: WithTable, options: CalibrationOptions = {}): Calibration {
  const { actual, predicted, probabilities } = judged
  const places = Array.from({ length: probabilities.rows }, (_, i) => i)
  if (probabilities.columns === 2) {
    return calibration(
      actual,
      places.map(i => row(probabilities, i)[1]!),
      options,
    )
  }
  return calibration(
    places.map(i => Number(actual[i] === predicted[i])),
    places.map(i => Math.min(1, row(probabilities, i)[predicted[i]!]!)),
    options,
  )
}

export const hasProbabilities = (judged: Judged): judged is WithTable => judged.probabilities !== undefined

/** Figures that are better when smaller. */
export const largerIsWorse: ReadonlySet<string> = new Set([
  "logLoss",
  "brier",
  "calibrationError",
  "mae",
  "rmse",
  "mape",
  "medianAe",
  "maxError",
])
