import type { Split } from "../data/split.ts"
import type { Prediction } from "../train/prediction.ts"
import type { Judged } from "./judged.ts"

/** What was predicted of each example of a split, beside what is true. */
export interface Outcomes {
  split: Split
  /** Class indices, or numbers. */
  actual: Int32Array | Float32Array
  predictions: Prediction[]
  classes: readonly string[]
  /** The same as numbers alone. */
  judged: Judged
}

/** How wrong a prediction is: 1 − the probability of the true class, or the distance to the true number. */
export function wrongness({ actual, predictions, classes }: Outcomes, place: number): number {
  const prediction = predictions[place]!
  if (classes.length === 0) return Math.abs(prediction.value - actual[place]!)
  return 1 - prediction.probabilities[classes[actual[place]!]!]!
}

export const places = ({ actual }: Outcomes): number[] => Array.from(actual, (_, place) => place)
