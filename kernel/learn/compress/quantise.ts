import { tf } from "../tf.ts"
import type { Trained } from "../train/trained.ts"
import { copyOf } from "./clone.ts"
import { type Compressed, compare, figureName, type MeasureOptions, withModel } from "./compressed.ts"
import { stored } from "./storage.ts"

/**
 * Weights in fewer bits: "float16" halves a bundle, "int8" stores kernels in a quarter (biases stay as they are). They are
 * computed with as numbers of 32 bits, so the time stays the same. The model that comes back has the rounded weights: what
 * is measured is what is saved.
 */
export async function quantise(
  trained: Trained,
  { to, ...options }: MeasureOptions & { to: "int8" | "float16" },
): Promise<Compressed> {
  figureName(trained, options)
  const model = await copyOf(trained.model)
  tf.tidy(() => {
    const rounded = model.getWeights().map((weight, i) => {
      const spec = { name: model.weights[i]!.name, shape: weight.shape, dtype: "float32" as const }
      const { values } = stored(spec, weight.dataSync() as Float32Array, to)
      return tf.tensor(values, weight.shape)
    })
    model.setWeights(rounded)
  })
  return await compare(trained, withModel(trained, model, to), `weights in ${to}`, options)
}
