import { type Core, type Layers, tf } from "../tf.ts"

const finite = (tensor: Core.Tensor): boolean => tensor.dataSync().every(value => Number.isFinite(value))

export const weightsAreFinite = (model: Layers.LayersModel): boolean =>
  model.weights.every(weight => finite(weight.read()))

/**
 * Which layer was the first to give numbers that are not finite for these prepared examples, in words; or whose weights are
 * none already. Undefined where every layer is well: the loss alone is not, or the weights were others.
 */
export function firstNotFinite(
  model: Layers.LayersModel,
  xs: Float32Array,
  count: number,
  shape: readonly number[],
): string | undefined {
  return tf.tidy(() => {
    const sick = model.layers.find(layer => !layer.weights.every(weight => finite(weight.read())))
    if (sick !== undefined) return `the weights of layer "${sick.name}" are not numbers`
    const layers = model.layers.filter(({ name }) => !model.inputNames.includes(name))
    const outputs = outputsOf(model, layers, tf.tensor(xs, [count, ...shape]))
    const at = outputs?.findIndex(output => !finite(output)) ?? -1
    return at < 0 ? undefined : `layer "${layers[at]!.name}" was the first to give such numbers`
  })
}

/** Every layer's output; undefined for a model whose layers are used more than once, and so have several. */
function outputsOf(
  { inputs }: Layers.LayersModel,
  layers: readonly Layers.layers.Layer[],
  examples: Core.Tensor,
): Core.Tensor[] | undefined {
  try {
    const all = tf.model({ inputs, outputs: layers.map(layer => layer.output as Layers.SymbolicTensor) })
    const outputs = all.apply(examples, { training: false }) as Core.Tensor | Core.Tensor[]
    return Array.isArray(outputs) ? outputs : [outputs]
  } catch {
    return undefined
  }
}
