import { KaonError } from "../../contracts/errors.ts"
import type { Dataset } from "../data/dataset.ts"
import type { Layers } from "../tf.ts"

type Dimensions = readonly (number | null)[]

/**
 * Do the model's input and output fit the dataset? Throws SHAPE_MISMATCH with both shapes before anything is computed.
 * Returns the size of the model's output: the number of classes, or of the numbers that are predicted.
 */
export function checkShapes(model: Layers.LayersModel, dataset: Dataset): number {
  if (!model.built) model.build([null, ...dataset.shape])
  const [input, output] = [only(model, "inputs"), only(model, "outputs")]
  if (!fits(input, dataset.shape)) {
    throw new KaonError(
      "SHAPE_MISMATCH",
      `The model takes examples of shape ${shown(input)}; those of "${dataset.name}" have shape ${shown(dataset.shape)}.`,
      { fix: `Give the first layer inputShape: ${dataset.name}.shape.` },
    )
  }
  const classes = dataset.classes.length
  const size = output.at(-1)
  const { targets } = dataset.train
  const wanted = classes === 0 ? [targets] : classes === 2 ? [2, 1] : [classes]
  if (output.length !== 1 || typeof size !== "number" || !wanted.includes(size)) {
    throw new KaonError(
      "SHAPE_MISMATCH",
      `The model gives outputs of shape ${shown(output)}; "${dataset.name}" needs ${wanted.map(n => `[${n}]`).join(" or ")}${classes > 0 ? ` for its ${classes} classes` : ""}.`,
      { fix: `Let the last layer have units: ${classes === 0 ? targets : `${dataset.name}.classes.length`}.` },
    )
  }
  return size
}

/** The shape of one example of the model's only input or output. */
function only(model: Layers.LayersModel, side: "inputs" | "outputs"): Dimensions {
  const [first, ...others] = model[side]
  if (first === undefined || others.length > 0) {
    throw new KaonError("SHAPE_MISMATCH", `The model has ${model[side].length} ${side}; fit trains models with one.`, {
      fix: "Train it with model.compile and model.fit of TensorFlow.js.",
    })
  }
  return first.shape.slice(1)
}

const fits = (pattern: Dimensions, shape: readonly number[]): boolean =>
  pattern.length === shape.length && pattern.every((size, i) => size === null || size === shape[i])

const shown = (shape: Dimensions): string => `[${shape.map(size => size ?? "any").join(", ")}]`
