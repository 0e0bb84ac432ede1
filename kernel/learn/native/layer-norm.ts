import { type Core, type Layers, tf } from "../tf.ts"

interface LayerNorm {
  axis: number[]
  epsilon: number
  gamma?: Layers.LayerVariable | null
  beta?: Layers.LayerVariable | null
}

/**
 * Layer normalisation (Ba et al., 2016) over the last axis with the fewest passes over the values: what is subtracted is
 * computed once. Undefined for other axes, which TensorFlow.js's own way takes.
 */
export function layerNormalised(layer: unknown, rank: number): ((input: Core.Tensor) => Core.Tensor) | undefined {
  const { axis, epsilon, gamma, beta } = layer as LayerNorm
  const [only, ...others] = [axis].flat()
  if (others.length > 0 || (only !== -1 && only !== rank - 1)) return undefined
  return input => {
    const centred = tf.sub(input, tf.mean(input, -1, true))
    const scaled = tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon)))
    const stretched = gamma == null ? scaled : tf.mul(scaled, gamma.read())
    return beta == null ? stretched : tf.add(stretched, beta.read())
  }
}
