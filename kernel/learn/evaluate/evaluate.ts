import { KaonError } from "../../contracts/errors.ts"
import type { Split } from "../data/split.ts"
import { forwardAll } from "../train/forward.ts"
import { predictionAt } from "../train/prediction.ts"
import type { Trained } from "../train/trained.ts"
import { classification } from "./classification.ts"
import type { Outcomes } from "./outcomes.ts"
import { regression } from "./regression.ts"
import { Report } from "./report.ts"

/**
 * Measures a trained model on a split, and shows the report under the running cell. The split's raw values are prepared
 * as the model was trained, whatever dataset the split is of. Throws DATA_INVALID for an empty split or other classes,
 * SHAPE_MISMATCH for examples of another shape.
 */
export async function evaluate(trained: Trained, split: Split): Promise<Report> {
  const { classes, name } = trained.dataset
  check(trained, split)
  const { run, shape } = trained.prepare
  const outputs = await forwardAll(trained.model, run(split.raw(), split.size), split.size, shape)
  const size = outputs.length / split.size
  const predictions = Array.from({ length: split.size }, (_, i) => predictionAt(outputs, i * size, size, classes))
  const outcomes: Outcomes = { split, actual: split.ys, predictions, classes }
  const predicted = predictions.map(({ value }) => value)
  if (predicted.some(value => !Number.isFinite(value))) {
    throw new KaonError("MODEL_INVALID", `The model trained on "${name}" predicts values that are not numbers.`, {
      fix: "Train it again with a lower learning rate.",
    })
  }
  const figures =
    classes.length === 0
      ? regression(split.ys, predicted)
      : classification(
          split.ys,
          predicted,
          predictions.map(({ probabilities }, i) => probabilities[classes[split.ys[i]!]!]!),
          classes.length,
        )
  return new Report(outcomes, figures).show()
}

function check({ dataset, prepare }: Trained, split: Split): void {
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
