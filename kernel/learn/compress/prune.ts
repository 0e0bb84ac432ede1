import { KaonError } from "../../contracts/errors.ts"
import type { Dataset } from "../data/dataset.ts"
import { type Layers, tf } from "../tf.ts"
import { fitWatched } from "../train/fit.ts"
import { live } from "../train/live.ts"
import type { FitOptions } from "../train/options.ts"
import type { Trained } from "../train/trained.ts"
import { copyOf } from "./clone.ts"
import { type Compressed, compare, figureName, type MeasureOptions, withModel } from "./compressed.ts"

export interface PruneOptions extends Partial<MeasureOptions> {
  /** Share of the weights of all kernels together that become 0; the smallest. */
  sparsity: number
  /** How the rest is trained on, to make up for it; 3 epochs without it, `false` for none. */
  fineTune?: FitOptions | false
}

/**
 * Magnitude pruning (Han et al., 2015): the smallest weights become 0 and stay 0 while the others are trained further. The
 * bundle's file keeps its size; gzipped, it shrinks. Measured on the dataset's test split unless said otherwise.
 */
export async function prune(
  trained: Trained,
  data: Dataset,
  { sparsity, fineTune = { epochs: 3 }, on = data.test, figure }: PruneOptions,
): Promise<Compressed> {
  if (!(sparsity > 0 && sparsity < 1)) {
    throw new KaonError("DATA_INVALID", `sparsity is ${sparsity}.`, {
      fix: "Give a share between 0 and 1, such as 0.8.",
    })
  }
  const options = { on, ...(figure !== undefined && { figure }) }
  figureName(trained, options)
  const model = await copyOf(trained.model)
  const masks = masksOf(model, sparsity)
  const method = `${Number((sparsity * 100).toPrecision(3))} % of the weights pruned`
  if (fineTune === false) return await compare(trained, withModel(trained, model), method, options)
  const tuned = await fitWatched(model, data, fineTune, {
    watch: ({ epochs }) => live("training what is left", epochs),
    adapt: plan => {
      plan.step.masks = masks
    },
  })
  return await compare(trained, tuned, method, options)
}

/** Sets the smallest weights of the kernels to 0. Returns 1 for what is left, for each trainable weight. */
function masksOf(model: Layers.LayersModel, sparsity: number): (Float32Array | undefined)[] {
  const kernels = model.trainableWeights
    .map(weight => weight.read())
    .map(tensor =>
      tensor.rank > 1 ? { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) } : undefined,
    )
  const sizes = Float32Array.from(kernels.flatMap(kernel => (kernel ? Array.from(kernel.values, Math.abs) : []))).sort()
  const bound = sizes[Math.floor(sizes.length * sparsity)] ?? Number.POSITIVE_INFINITY
  const masks = kernels.map(
    kernel => kernel && Float32Array.from(kernel.values, value => Number(Math.abs(value) >= bound)),
  )
  tf.tidy(() => {
    model.trainableWeights.forEach((weight, i) => {
      const [kernel, mask] = [kernels[i], masks[i]]
      if (kernel && mask)
        weight.write(
          tf.tensor(
            kernel.values.map((value, j) => value * mask[j]!),
            kernel.shape,
          ),
        )
    })
  })
  return masks
}
