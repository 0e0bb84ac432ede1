import type { Split } from "./split.ts"

/** What the training rows hold of what is to be predicted. Of classes, mean and deviation are those of their indices. */
export interface TargetFigures {
  name: string
  /** Numbers of each example: 1, or as many as are predicted at once. */
  count: number
  mean: number
  /** Standard deviation of the population; 1 where all values are the same, so that it can be divided by. */
  deviation: number
}

export function targetFigures(name: string, { ys, targets }: Split): TargetFigures {
  const values = Float64Array.from(ys)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { name, count: targets, mean, deviation: Math.sqrt(variance) || 1 }
}
