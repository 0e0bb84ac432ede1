export interface RegressionFigures {
  /** Mean absolute error, in the unit of what is predicted. */
  mae: number
  /** Root of the mean squared error, in the same unit. */
  rmse: number
  /** Share of the variance that is explained; 1 is perfect, below 0 is worse than the mean. */
  r2: number
}

/** mean_absolute_error, root_mean_squared_error and r2_score of scikit-learn. */
export function regression(actual: ArrayLike<number>, predicted: ArrayLike<number>): RegressionFigures {
  const count = actual.length
  let [absolute, squared, sum] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const error = actual[i]! - predicted[i]!
    absolute += Math.abs(error)
    squared += error * error
    sum += actual[i]!
  }
  const mean = sum / count
  let spread = 0
  for (let i = 0; i < count; i++) spread += (actual[i]! - mean) ** 2
  const r2 = spread > 0 ? 1 - squared / spread : squared === 0 ? 1 : 0
  return { mae: absolute / count, rmse: Math.sqrt(squared / count), r2 }
}
