import { type Numbers, numbers, type Weighted, weightsOf } from "./input.ts"
import { weightedMean } from "./sums.ts"

/** How far predicted numbers are from the true ones; unless said otherwise in the unit of what is predicted. */
export interface RegressionFigures {
  /** Mean absolute error. */
  mae: number
  /** Root of the mean squared error. */
  rmse: number
  /** Share of the variance that is explained; 1 is perfect, below 0 is worse than the mean. NaN for one example. */
  r2: number
  /** Mean of |error| / |true value|, a share; of true values near 0 it is huge. */
  mape: number
  medianAe: number
  maxError: number
  /** As r2, but an error that is the same everywhere does not count. */
  explainedVariance: number
}

/** Each as scikit-learn's function of that name computes it, r2 and explained variance with force_finite. */
export function regression(actual: Numbers, predicted: Numbers, options: Weighted = {}): RegressionFigures {
  const truth = numbers("actual", actual)
  const said = numbers("predicted", predicted, truth.length)
  const weights = weightsOf(options, truth.length)
  const errors = truth.map((value, i) => value - said[i]!)
  const absolute = errors.map(Math.abs)
  const squares = errors.map(error => error * error)
  // From the first value on, so that values that are all the same have exactly no spread.
  const mean =
    truth[0]! +
    weightedMean(
      truth.map(value => value - truth[0]!),
      weights,
    )
  const spread = weightedMean(
    truth.map(value => (value - mean) ** 2),
    weights,
  )
  const meanError = weightedMean(errors, weights)
  const errorSpread = weightedMean(
    errors.map(error => (error - meanError) ** 2),
    weights,
  )
  const squared = weightedMean(squares, weights)
  const relative = absolute.map((error, i) => error / Math.max(Math.abs(truth[i]!), Number.EPSILON))
  return {
    mae: weightedMean(absolute, weights),
    rmse: Math.sqrt(squared),
    r2: truth.length < 2 ? Number.NaN : explained(squared, spread),
    mape: weightedMean(relative, weights),
    medianAe: weightedMedian(absolute, weights),
    maxError: absolute.reduce((a, b) => Math.max(a, b)),
    explainedVariance: explained(errorSpread, spread),
  }
}

/** 1 − error / spread; of values that are all the same: 1 for no error, else 0. */
const explained = (error: number, spread: number): number => (spread > 0 ? 1 - error / spread : error === 0 ? 1 : 0)

/** Half of the weight lies at or below it and half at or above; between two values where both qualify. */
function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = [...values.keys()].filter(i => weights[i]! > 0).sort((a, b) => values[a]! - values[b]!)
  const half = order.reduce((sum, i) => sum + weights[i]!, 0) / 2
  let passed = 0
  for (const [at, i] of order.entries()) {
    passed += weights[i]!
    if (passed < half) continue
    const next = order[at + 1]
    return passed > half || next === undefined ? values[i]! : (values[i]! + values[next]!) / 2
  }
  return Number.NaN
}
