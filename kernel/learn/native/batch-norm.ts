import type { Output } from "../../native/index.ts"
import { type Core, type Layers, tf } from "../tf.ts"
import type { GraphEmit } from "./graph-emit.ts"
import type { Slope } from "./slope.ts"
import { recorded, tensorOf } from "./tracing-backend.ts"

/** What layers need of the graph that they are put into. */
export interface GraphCalls {
  emit: GraphEmit
}

type Six = [Output, Output, Output, Output, Output, Output]

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
    const how = { epsilon: { float: epsilon }, is_training: { bool: true } }
    const y = recorded("BatchNormalization", { x: flat, scale, offset }, inputs => {
      const given = [inputs.x!.output, inputs.scale!.output, inputs.offset!.output, none, none]
      const [output, mean, unbiased, ...kept] = emit.many("FusedBatchNormV3", given, how, 6) as Six
      const variance = tf.mul(tensorOf(unbiased, [channels], "float32"), rows > 1 ? (rows - 1) / rows : 1)
      bring(movingMean, tensorOf(mean, [channels], "float32"), momentum)
      bring(movingVariance, variance, momentum)
      const slope: Slope = ({ emit: back, dy }) => {
        const parts = [dy, inputs.x!.output, inputs.scale!.output, ...kept]
        const [dx, dScale, dOffset] = back.many("FusedBatchNormGradV3", parts, how, 3)
        return { x: dx, scale: dScale, offset: dOffset }
      }
      return { outputs: [output], slope }
    })
    const result = tf.reshape(y, channelsLast.shape)
    return axis === last ? result : tf.transpose(result, order)
  }
}

function bring(variable: Layers.LayerVariable, value: Core.Tensor, momentum: number): void {
  const before = variable.read()
  variable.write(tf.sub(before, tf.mul(tf.sub(before, value), 1 - momentum)))
}
