import { KaonError } from "../../../contracts/errors.ts"
import { type Layers, tf } from "../../tf.ts"
import { checkShape } from "../assign.ts"
import type { Values } from "../tensor.ts"

export interface AssignOptions {
  /**
   * Which tensor of the file a weight takes: its name by the weight's name ("dense/kernel" → "model.fc.weight"). Without it,
   * the names have to be the same. `undefined` leaves a weight as it is.
   */
  names?: Readonly<Record<string, string>> | ((weight: string) => string | undefined)
  /**
   * Are kernels stored as PyTorch stores them: outputs before inputs? Kernels of dense layers and convolutions are then
   * transposed; false without it.
   */
  torch?: boolean
  /** May weights of the model be missing in the file? They stay as they are; false without it. */
  partial?: boolean
}

/** Axes of a kernel of PyTorch in the order of the layer's own, by the class of the layer. */
const torchKernels: Readonly<Record<string, readonly number[]>> = {
  Dense: [1, 0],
  Conv1D: [2, 1, 0],
  Conv2D: [2, 3, 1, 0],
  Conv3D: [2, 3, 4, 1, 0],
  Conv2DTranspose: [2, 3, 1, 0],
  DepthwiseConv2D: [2, 3, 0, 1],
}

interface Place {
  layer: Layers.layers.Layer
  weight: Layers.LayerVariable
}

/** Weights by name, "layer/weight", in the order of the model's; a second one of a name has a number. */
export function namedWeights(model: Layers.LayersModel): Map<string, Place> {
  const places = new Map<string, Place>()
  const add = (layer: Layers.layers.Layer) => {
    if ("layers" in layer) for (const inner of (layer as Layers.LayersModel).layers) add(inner)
    else for (const weight of layer.weights) places.set(nameOf(layer.name, weight, places), { layer, weight })
  }
  add(model)
  return places
}

function nameOf(layer: string, { originalName }: Layers.LayerVariable, taken: ReadonlyMap<string, unknown>): string {
  const own = originalName.split("/").at(-1)!
  const first = `${layer}/${own}`
  let name = first
  for (let i = 1; taken.has(name); i++) name = `${first}_${i}`
  return name
}

/**
 * Gives a model the weights of a file. Nothing is changed unless everything fits. Returns the names of the file's tensors that no
 * weight took. Throws MODEL_INVALID for a weight that the file lacks, SHAPE_MISMATCH for one of another shape.
 */
export function assignTensors(
  model: Layers.LayersModel,
  tensors: ReadonlyMap<string, Values>,
  { names, torch = false, partial = false }: AssignOptions = {},
): string[] {
  const wanted =
    typeof names === "function" ? names : (weight: string) => names?.[weight] ?? (names ? undefined : weight)
  const taken = new Set<string>()
  const changes = [...namedWeights(model)].flatMap(([weight, place]) => {
    const name = wanted(weight)
    if (name === undefined && names !== undefined) return []
    const found = name === undefined ? undefined : tensors.get(name)
    if (found === undefined) {
      if (partial) return []
      throw missing(weight, name, tensors)
    }
    taken.add(name!)
    const axes = torch && weight.endsWith("kernel") ? torchKernels[place.layer.getClassName()] : undefined
    checkShape(place.layer.name, place.weight, axes ? axes.map(axis => found.shape[axis]!) : found.shape)
    return [{ variable: place.weight, axes, found }]
  })
  tf.tidy(() => {
    for (const { variable, axes, found } of changes) {
      const tensor = tf.tensor(found.values, found.shape)
      variable.write(axes === undefined ? tensor : tf.transpose(tensor, [...axes]))
    }
  })
  return [...tensors.keys()].filter(name => !taken.has(name))
}

function missing(weight: string, name: string | undefined, tensors: ReadonlyMap<string, unknown>): KaonError {
  const some = [...tensors.keys()].slice(0, 5).join(", ")
  return new KaonError("MODEL_INVALID", `The file has no tensor "${name}" for the weight ${weight}.`, {
    fix: `Map the names: { names: { "${weight}": "…" } }. The file has ${some}${tensors.size > 5 ? ", …" : ""}.`,
  })
}
