import { KaonError } from "../../contracts/errors.ts"
import type { Layers } from "../tf.ts"
import { find } from "./load.ts"
import type { AssignOptions } from "./safetensors/assign.ts"
import type { StoredTensor } from "./safetensors/read.ts"
import { bytesAt } from "./source.ts"

/** Tensors of a safetensors file or address by name, as float32. Throws MODEL_INVALID for a broken file. */
export async function tensors(given: string): Promise<Map<string, StoredTensor>> {
  const { format, source } = await find(given)
  if (format !== "safetensors") {
    throw new KaonError("MODEL_INVALID", `${given} is no safetensors file.`, {
      fix: "Load a whole model with models.load(…) or models.open(…).",
    })
  }
  return (await import("./safetensors/read.ts")).readSafetensors(await bytesAt(source), given)
}

/**
 * Gives a model the weights of a safetensors file; all of them or, where one does not fit, none. Returns the names of the
 * file's tensors that no weight took. `torch: true` turns kernels of PyTorch round.
 *
 * Throws MODEL_INVALID for a weight that the file lacks, SHAPE_MISMATCH for one of another shape.
 */
export async function assign(model: Layers.LayersModel, given: string, options: AssignOptions = {}): Promise<string[]> {
  const [found, { assignTensors }] = await Promise.all([tensors(given), import("./safetensors/assign.ts")])
  return assignTensors(model, found, options)
}

/** Names of a model's weights, "layer/weight", with their shapes: what `names` of assign maps from. */
export async function weightNames(model: Layers.LayersModel): Promise<Record<string, number[]>> {
  const { namedWeights } = await import("./safetensors/assign.ts")
  return Object.fromEntries([...namedWeights(model)].map(([name, { weight }]) => [name, weight.shape as number[]]))
}
