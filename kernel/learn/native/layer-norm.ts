import type { Output } from "../../native/index.ts"
import type { Core, Layers } from "../tf.ts"
import type { GraphEmit } from "./graph-emit.ts"
import type { Slope } from "./slope.ts"
import { recorded } from "./tracing-backend.ts"

interface LayerNorm {
  axis: number[]
  epsilon: number
  gamma?: Layers.LayerVariable | null
  beta?: Layers.LayerVariable | null
}

/**
 * Layer normalisation (Ba et al., 2016) over the last axis with the fewest passes over the values, there and back.
 * Undefined for other axes, which TensorFlow.js's own way takes.
 */
export function layerNormalised(
  layer: unknown,
  rank: number,
  emit: GraphEmit,
): ((input: Core.Tensor) => Core.Tensor) | undefined {
  const { axis, epsilon, gamma, beta } = layer as LayerNorm
  const [only, ...others] = [axis].flat()
  if (others.length > 0 || (only !== -1 && only !== rank - 1) || rank < 2) return undefined
  const mean = (value: Output) => emit.op("Mean", [value, emit.ints([-1])], { keep_dims: { bool: true } })
  const times = (a: Output, b: Output) => emit.op("Mul", [a, b])
  const minus = (a: Output, b: Output) => emit.op("Sub", [a, b])
  const given = (x: Core.Tensor) => ({
    x,
    ...(gamma != null && { gamma: gamma.read() }),
    ...(beta != null && { beta: beta.read() }),
  })
  return input =>
    recorded("LayerNormalization", given(input), parts => {
      const x = parts.x!.output
      const centred = minus(x, mean(x))
      const spread = mean(emit.op("Square", [centred]))
      const scale = emit.op("Rsqrt", [emit.op("AddV2", [spread, emit.float(epsilon)])])
      const plain = times(centred, scale)
      const stretched = parts.gamma === undefined ? plain : times(plain, parts.gamma.output)
      const y = parts.beta === undefined ? stretched : emit.op("AddV2", [stretched, parts.beta.output])
      const slope: Slope = ({ dy, wants }) => {
        const inner = parts.gamma === undefined ? dy : times(dy, parts.gamma.output)
        const along = times(plain, mean(times(inner, plain)))
        return {
          x: wants("x") ? times(minus(minus(inner, mean(inner)), along), scale) : undefined,
          gamma: wants("gamma") ? emit.op("BiasAddGrad", [times(dy, plain)]) : undefined,
          beta: wants("beta") ? emit.op("BiasAddGrad", [dy]) : undefined,
        }
      }
      return { outputs: [y], slope }
    })
}
