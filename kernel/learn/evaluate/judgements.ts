import { KaonError } from "../../contracts/errors.ts"
import type { Split } from "../data/split.ts"
import type { Matrix } from "../metrics/input.ts"
import { classTable } from "../metrics/probabilities.ts"
import { classOf } from "../train/step.ts"
import type { Trained } from "../train/trained.ts"
import { type Judged, judged } from "./judged.ts"

/** A model's outputs beside what is true of a split. Throws MODEL_INVALID for outputs that are not numbers. */
export function judgementsOf(
  { dataset: { classes, name } }: Pick<Trained, "dataset">,
  outputs: Float32Array,
  split: Pick<Split, "ys" | "size">,
  weights?: ArrayLike<number>,
): Judged {
  const actual = split.ys
  if (outputs.some(value => !Number.isFinite(value))) {
    throw new KaonError("MODEL_INVALID", `The model trained on "${name}" predicts values that are not numbers.`, {
      fix: "Train it again with a lower learning rate.",
    })
  }
  if (classes.length === 0) return judgedNumbers(outputs, actual, split.size, weights)
  const size = outputs.length / actual.length
  return judged({
    actual,
    predicted: Float64Array.from({ length: actual.length }, (_, i) => classOf(outputs, i * size, size)),
    probabilities: probabilitiesOf(outputs, size),
    weights,
    classes: classes.length,
  })
}

/** Numbers that were predicted beside what is true, row-major; each of an example's numbers counts as the example does. */
export function judgedNumbers(
  outputs: ArrayLike<number>,
  actual: ArrayLike<number>,
  examples: number,
  weights?: ArrayLike<number>,
): Judged {
  const width = examples === 0 ? 1 : actual.length / examples
  return judged({
    actual,
    predicted: Float64Array.from(outputs),
    probabilities: undefined,
    weights: weights && Float64Array.from(actual, (_, i) => weights[Math.floor(i / width)]!),
    classes: 0,
    width,
  })
}

/** A table of probabilities, or undefined where the outputs are none (a model trained with a loss of the user's own). */
function probabilitiesOf(outputs: Float32Array, columns: number): Matrix | undefined {
  const table = { values: Float64Array.from(outputs), rows: outputs.length / columns, columns }
  try {
    return classTable(table)
  } catch (error) {
    if (error instanceof KaonError) return undefined
    throw error
  }
}
