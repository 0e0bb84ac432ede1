import type { Output } from "../../native/index.ts"
import { type Core, tf } from "../tf.ts"
import { losses } from "../train/losses.ts"
import type { StepSpec } from "../train/step.ts"
import type { GraphEmit } from "./graph-emit.ts"
import type { Slope } from "./slope.ts"
import { logitsOf, recorded, tensorOf } from "./tracing-backend.ts"

/**
 * The loss of each example of a traced batch. Cross-entropies are computed from what went into the softmax or sigmoid
 * where there is one: faster, and right where a probability is too near to 0 or 1 for a logarithm.
 */
export function lossesOf(
  { loss }: StepSpec,
  emit: GraphEmit,
  actual: Core.Tensor,
  predicted: Core.Tensor,
): Core.Tensor {
  const { compute } = loss
  const logits = logitsOf(predicted)
  if (logits === undefined || predicted.rank !== 2) return compute(actual, predicted)
  if (compute === losses.categoricalCrossentropy.compute) return fromSoftmax(emit, actual, logits)
  if (compute === losses.binaryCrossentropy.compute)
    return fromSigmoid(actual, tensorOf(logits, predicted.shape, "float32"))
  return compute(actual, predicted)
}

function fromSoftmax(emit: GraphEmit, actual: Core.Tensor, logits: Output): Core.Tensor {
  const size = actual.shape[0]!
  return recorded("SoftmaxCrossEntropy", { logits: tensorOf(logits, actual.shape, "float32"), actual }, inputs => {
    const given = [inputs.logits!.output, inputs.actual!.output]
    const [losses, slopes] = emit.many("SoftmaxCrossEntropyWithLogits", given, {}, 2) as [Output, Output]
    const slope: Slope = ({ emit: back, dy }) => {
      const upright = back.reshape({ output: dy, shape: [size], dtype: "float32" }, [size, 1])
      return { logits: back.op("Mul", [slopes, upright]) }
    }
    return { outputs: [losses], slope }
  })
}

/** max(x, 0) − x·y + log(1 + e^−|x|), the mean over an example's outputs. */
function fromSigmoid(actual: Core.Tensor, logits: Core.Tensor): Core.Tensor {
  const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))))
  return tf.mean(tf.add(tf.sub(tf.relu(logits), tf.mul(logits, actual)), tail), -1)
}

/**
 * How many examples of a traced batch have their class predicted: the largest output, or whether the only one is above ½.
 * The largest logit is the largest probability, which then need not be computed.
 */
export function hitsOf({ classes, outputs }: StepSpec, ys: Core.Tensor, predicted: Core.Tensor): Core.Tensor {
  if (classes === 0) return tf.scalar(0)
  const logits = outputs === 1 ? undefined : logitsOf(predicted)
  const flat = tf.reshape(logits === undefined ? predicted : tensorOf(logits, predicted.shape, "float32"), [
    -1,
    outputs,
  ])
  const found = outputs === 1 ? tf.cast(tf.greater(tf.reshape(flat, [-1]), 0.5), "int32") : tf.argMax(flat, -1)
  return tf.cast(tf.sum(tf.cast(tf.equal(found, tf.cast(ys, "int32")), "int32")), "float32")
}
