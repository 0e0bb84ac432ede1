import { type Core, tf } from "../tf.ts"
import type { Distillation, StepSpec } from "./step.ts"

/** Probabilities are kept this far from 0 before their logarithm is taken. */
const tiny = 1e-7

/**
 * The losses of a student: its own, and what it differs from its teacher by. Both give probabilities; softened by the
 * temperature T those are p^(1/T), made to add up to 1, which is the softmax of their logits over T.
 */
export function distilled(
  own: Core.Tensor,
  teacher: Core.Tensor2D,
  predicted: Core.Tensor,
  { classes, outputs }: StepSpec,
  { temperature, hard }: Distillation,
): Core.Tensor {
  const differs = classes === 0 ? tf.mean(tf.squaredDifference(teacher, predicted), -1) : crossEntropy()
  return tf.add(tf.mul(hard, own), tf.mul(1 - hard, differs))

  function crossEntropy(): Core.Tensor {
    const both = (values: Core.Tensor) => (outputs === 1 ? tf.concat([tf.sub(1, values), values], -1) : values)
    const logits = (values: Core.Tensor) => tf.div(tf.log(tf.clipByValue(both(values), tiny, 1)), temperature)
    const said = tf.logSoftmax(logits(predicted))
    return tf.mul(-(temperature ** 2), tf.sum(tf.mul(tf.softmax(logits(teacher)), said), -1))
  }
}
