import type { Split } from "../data/split.ts"
import type { Prediction } from "../train/prediction.ts"
import type { Judged } from "./judged.ts"

/** What was predicted of each example of a split, beside what is true. */
export interface Outcomes {
  split: Split
  /** Class indices, or numbers: as many for each example as are predicted. */
  actual: Int32Array | Float32Array
  predictions: Prediction[]
  classes: readonly string[]
  /** The same as numbers alone. */
  judged: Judged
}

/** What is true of an example, and what was predicted of it, as numbers. */
export function numbersAt({ actual, predictions }: Outcomes, place: number): { truth: number[]; said: number[] } {
  const { value, values: said = [value] } = predictions[place]!
  return { truth: said.map((_, i) => actual[place * said.length + i]!), said }
}

/** How wrong a prediction is: 1 − the probability of the true class, or the mean distance to the true numbers. */
export function wrongness(outcomes: Outcomes, place: number): number {
  const { actual, predictions, classes } = outcomes
  const prediction = predictions[place]!
  if (classes.length === 0) {
    const { truth, said } = numbersAt(outcomes, place)
    return said.reduce((sum, value, i) => sum + Math.abs(value - truth[i]!), 0) / said.length
  }
  return 1 - prediction.probabilities[classes[actual[place]!]!]!
}

export const places = ({ predictions }: Outcomes): number[] => predictions.map((_, place) => place)
