import type { Layers } from "../tf.ts"

/**
 * Frees a model that nobody else holds a part of. TensorFlow.js counts each use of a layer, or of a model inside, and takes
 * one off where the whole is disposed of: the weights of what is used twice would stay.
 */
export function disposeWhole(model: Layers.LayersModel): void {
  const variables = model.weights.map(weight => weight.read())
  model.dispose()
  for (const variable of variables) if (!variable.isDisposed) variable.dispose()
}
