import { type Core, type Layers, tf } from "../tf.ts"
import type { GraphEmit } from "./graph-emit.ts"
import { tensorOf, tracedOf } from "./tracing-backend.ts"

/** What layers need of the graph that they are put into. */
export interface GraphCalls {
  emit: GraphEmit
}

interface BatchNorm {
  axis: number
  momentum: number
  epsilon: number
  gamma?: Layers.LayerVariable | null
  beta?: Layers.LayerVariable | null
  movingMean: Layers.LayerVariable
  movingVariance: Layers.LayerVariable
}

/**
 * Batch normalisation in training (Ioffe and Szegedy, 2015), by the one operation that TensorFlow has for it; the moving
 * means are brought along as TensorFlow.js does, with the batch's own variance (not the unbiased one).
 */
export const normalised = (layer: unknown, _noise: unknown, { emit }: GraphCalls) => {
  const { axis: given, momentum, epsilon, gamma, beta, movingMean, movingVariance } = layer as BatchNorm
  return (input: Core.Tensor): Core.Tensor => {
    const last = input.rank - 1
    const axis = given < 0 ? given + input.rank : given
    const order = input.shape.map((_, i) => i)
    ;[order[axis], order[last]] = [last, axis]
    const channelsLast = axis === last ? input : tf.transpose(input, order)
    const channels = channelsLast.shape[last]!
    const rows = input.size / channels
    const flat = tf.reshape(channelsLast, [rows, 1, 1, channels])
    const scale = gamma?.read() ?? tf.ones([channels])
    const offset = beta?.read() ?? tf.zeros([channels])
    const none = emit.graph.constant("float32", [0], new Float32Array())
    const [y, mean, unbiased] = emit.many(
      "FusedBatchNormV3",
      [tracedOf(flat).output, tracedOf(scale).output, tracedOf(offset).output, none, none],
      { epsilon: { float: epsilon }, is_training: { bool: true } },
      3,
    )
    const variance = tf.mul(tensorOf(unbiased!, [channels], "float32"), rows > 1 ? (rows - 1) / rows : 1)
    bring(movingMean, tensorOf(mean!, [channels], "float32"), momentum)
    bring(movingVariance, variance, momentum)
    const result = tf.reshape(tensorOf(y!, flat.shape, "float32"), channelsLast.shape)
    return axis === last ? result : tf.transpose(result, order)
  }
}

function bring(variable: Layers.LayerVariable, value: Core.Tensor, momentum: number): void {
  const before = variable.read()
  variable.write(tf.sub(before, tf.mul(tf.sub(before, value), 1 - momentum)))
}
