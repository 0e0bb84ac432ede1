import { KaonError } from "../../contracts/errors.ts"
import type { Row } from "../data/row.ts"
import type { Split } from "../data/split.ts"
import { predictionAt } from "../train/prediction.ts"
import type { Trained } from "../train/trained.ts"

import { judgementsOf } from "./judgements.ts"
import { Report } from "./report.ts"

/** What can be evaluated: a trained model, or one from elsewhere that was adopted for a dataset. */
export type Predictor = Pick<Trained, "dataset" | "prepare" | "outputs">

export interface EvaluateOptions {
  /** How much an example counts in every figure, of a row of raw values by column name; 1 each without it. */
  weights?: (row: Row) => number
}

/**
 * Measures a trained model on a split, and shows the report under the running cell. The split's raw values are prepared
 * as the model was trained, whatever dataset the split is of. Throws DATA_INVALID for an empty split, other classes or
 * weights that are none, SHAPE_MISMATCH for examples of another shape.
 */
export async function evaluate(trained: Predictor, split: Split, options: EvaluateOptions = {}): Promise<Report> {
  return (await measure(trained, split, options)).show()
}

/** The same without showing anything. */
export async function measure(trained: Predictor, split: Split, { weights }: EvaluateOptions = {}): Promise<Report> {
  const { classes } = trained.dataset
  check(trained, split)
  const outputs = await trained.outputs(trained.prepare.prepare(split.columns(), split.size), split.size)
  const judgements = judgementsOf(trained, outputs, split, weights && split.rows({ limit: split.size }).map(weights))
  const size = outputs.length / split.size
  const predictions = Array.from({ length: split.size }, (_, i) => predictionAt(outputs, i * size, size, classes))
  return new Report({ split, actual: split.ys, predictions, classes, judged: judgements })
}

function check({ dataset, prepare }: Predictor, split: Split): void {
  if (split.size === 0) {
    throw new KaonError("DATA_INVALID", `The ${split.name} split has no rows to evaluate on.`, {
      fix: "Hold back a share of the rows with split({ test: 0.2 }).",
    })
  }
  const { target, payload } = split.source
  const classes = target.kind === "class" ? (target.classes ?? []) : []
  if (String(classes) !== String(dataset.classes)) {
    throw new KaonError("DATA_INVALID", `"${payload.id}" does not have the classes of "${dataset.name}".`, {
      fix: "Evaluate on data with the classes that the model was trained on.",
    })
  }
  if (split.preprocessing.inputWidth !== prepare.inputWidth) {
    const [given, wanted] = [split.preprocessing.inputWidth, prepare.inputWidth]
    throw new KaonError(
      "SHAPE_MISMATCH",
      `An example of "${payload.id}" has ${given} values, the model takes ${wanted}.`,
      {
        fix: `Evaluate on data like "${dataset.name}".`,
      },
    )
  }
}
