import { KaonError } from "../../contracts/errors.ts"
import { tf } from "../tf.ts"
import type { Trained } from "../train/trained.ts"
import { cloneModel } from "./clone.ts"
import { type Compressed, compare, figureName, type MeasureOptions, withModel } from "./compressed.ts"
import { DynamicDense, inWholeNumbers } from "./dynamic-dense.ts"

/**
 * Dynamic quantisation: dense layers store their kernels and compute their products in 8 bits (see DynamicDense); other
 * layers stay as they are. Throws MODEL_INVALID for a model without dense layers.
 */
export async function dynamic(trained: Trained, options: MeasureOptions): Promise<Compressed> {
  figureName(trained, options)
  const { model } = trained
  const dense = new Set(model.layers.filter(layer => layer.getClassName() === "Dense").map(({ name }) => name))
  if (dense.size === 0) {
    throw new KaonError("MODEL_INVALID", "The model has no dense layers to compute in 8 bits.", {
      fix: `Store its weights in 8 bits instead: quantise(trained, { to: "int8", … }).`,
    })
  }
  const copy = await cloneModel(model, layer => {
    if (!dense.has(String(layer.config.name))) return layer
    const { name, units, activation, batch_input_shape } = layer.config
    const config = {
      name,
      units,
      activation: nameOf(activation),
      ...(batch_input_shape !== undefined && { batch_input_shape }),
    }
    return { class_name: DynamicDense.className, config }
  })
  for (const [i, layer] of model.layers.entries()) {
    const weights = layer.getWeights()
    if (!dense.has(layer.name)) {
      copy.layers[i]!.setWeights(weights)
      continue
    }
    const [kernel, bias] = weights
    const units = Number(kernel!.shape[1])
    const { values, scale } = inWholeNumbers(kernel!.dataSync() as Float32Array, units)
    tf.tidy(() => {
      const whole = tf.tensor2d(values, kernel!.shape as [number, number], "int32")
      copy.layers[i]!.setWeights([whole, tf.tensor1d(scale), bias ?? tf.zeros([units])])
    })
  }
  return await compare(trained, withModel(trained, copy), "dense layers in 8 bits", options)
}

/** A configuration names an activation, or holds one by its class. */
const nameOf = (activation: unknown): string =>
  typeof activation === "string"
    ? activation
    : activation == null
      ? "linear"
      : String((activation as { class_name?: string }).class_name ?? "linear")
