import { unmapped } from "../failure.ts"
import type { Called, LayerTopology } from "./topology.ts"

/** Layers whose output has the mask of their input, in Keras and here. */
const passing =
  /^(Dense|Activation|(Spatial|Gaussian|Alpha)?Dropout(1D)?|GaussianNoise|LayerNormalization|RMSNormalization|BatchNormalization|Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|TimeDistributed|(Kaon)?GRU|LSTM|SimpleRNN|Bidirectional|MultiHeadAttention|Attention|ReLU|LeakyReLU|ELU|KaonELU|PReLU|Rescaling)$/

const makes = ({ className, config }: LayerTopology): boolean =>
  className === "Masking" || (className === "Embedding" && config.maskZero === true)

const merging = /^Concatenate$/

/** Layers whose result hangs on a mask in a way that is not had here. */
const heedless = (layer: LayerTopology, inputs: number): boolean =>
  layer.className === "Softmax" || (/Attention$/.test(layer.className) && inputs > 1)

/**
 * Layers as they have to be where masks (of Embedding with mask_zero, of Masking) reach them. Throws MODEL_INVALID for one
 * that would leave a mask out: its model would predict something else.
 */
export function withMasks<T extends LayerTopology>(
  layers: readonly T[],
  inputsOf: (layer: T, at: number) => string[],
): T[] {
  const names = layers.map(layer => layer.name ?? String(layer.config.name))
  const masked = new Set(names.filter((_, i) => makes(layers[i]!)))
  const several = masked.size > 1
  const reached = (layer: T, i: number) => inputsOf(layer, i).some(name => masked.has(name))
  for (let before = -1; before !== masked.size; ) {
    before = masked.size
    for (const [i, layer] of layers.entries())
      if (passing.test(layer.className) && reached(layer, i)) masked.add(names[i]!)
  }
  return layers.map((layer, i) => {
    if (!reached(layer, i)) {
      if (layer.masked === true) throw unmapped(names[i]!, layer.className, "it is called with a mask")
      return layer
    }
    if (several && merging.test(layer.className))
      throw unmapped(names[i]!, layer.className, "several masks meet in it, which is not had here")
    if (heedless(layer, inputsOf(layer, i).length) || Array.isArray(layer.config.layers))
      throw unmapped(names[i]!, layer.className, "it heeds a mask (of Embedding or Masking), which is not had here")
    return layer.className === "GlobalAveragePooling1D" ? { ...layer, className: `Kaon${layer.className}` } : layer
  })
}

export const inChain =
  (layers: readonly LayerTopology[]) =>
  (_: LayerTopology, at: number): string[] => {
    const before = layers[at - 1]
    return before === undefined ? [] : [before.name ?? String(before.config.name)]
  }

export const inGraph = ({ inboundNodes }: Called): string[] => inboundNodes.flat().map(([from]) => from)
