import { KaonError } from "../../contracts/errors.ts"
import type { Matrix } from "../metrics/input.ts"
import { classTable } from "../metrics/probabilities.ts"
import { classOf } from "../train/step.ts"
import type { Trained } from "../train/trained.ts"
import { type Judged, judged } from "./judged.ts"

/** A model's outputs beside what is true. Throws MODEL_INVALID for outputs that are not numbers. */
export function judgementsOf(
  { dataset: { classes, name } }: Pick<Trained, "dataset">,
  outputs: Float32Array,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Judged {
  if (outputs.some(value => !Number.isFinite(value))) {
    throw new KaonError("MODEL_INVALID", `The model trained on "${name}" predicts values that are not numbers.`, {
      fix: "Train it again with a lower learning rate.",
    })
  }
  const size = outputs.length / actual.length
  const predicted = (i: number) => (classes.length === 0 ? outputs[i * size]! : classOf(outputs, i * size, size))
  return judged({
    actual,
    predicted: Float64Array.from({ length: actual.length }, (_, i) => predicted(i)),
    probabilities: classes.length === 0 ? undefined : probabilitiesOf(outputs, size),
    weights,
    classes: classes.length,
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
