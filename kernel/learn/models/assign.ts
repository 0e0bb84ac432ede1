import { KaonError } from "../../contracts/errors.ts"
import { type Layers, tf } from "../tf.ts"
import { shown, type Values } from "./tensor.ts"

/** Gives a layer its weights, in its own order. Throws SHAPE_MISMATCH naming the layer where they do not fit. */
export function setWeights(layer: Layers.layers.Layer, values: readonly Values[]): void {
  const { weights } = layer
  if (values.length !== weights.length) {
    throw new KaonError(
      "SHAPE_MISMATCH",
      `Layer "${layer.name}" (${layer.getClassName()}) has ${weights.length} weights; the file has ${values.length} for it.`,
      { fix: "Load weights that were saved from the same layers." },
    )
  }
  for (const [i, weight] of weights.entries()) checkShape(layer.name, weight, values[i]!.shape)
  tf.tidy(() => layer.setWeights(values.map(({ values, shape }) => tf.tensor(values, shape))))
}

export function checkShape(layer: string, weight: Layers.LayerVariable, shape: readonly number[]): void {
  if (String(weight.shape) === String(shape)) return
  throw new KaonError(
    "SHAPE_MISMATCH",
    `Weight ${weight.originalName} of layer "${layer}" is ${shown(weight.shape)}; the file has ${shown(shape)} for it.`,
    { fix: "Load weights that were saved from the same layers." },
  )
}
