import { type Core, tf } from "../tf.ts"

/** Loss of each example, [batch] or one number, from what is true and what the model predicts. */
export type LossFunction = (actual: Core.Tensor, predicted: Core.Tensor) => Core.Tensor

/** Probabilities are kept this far from 0 and 1 before their logarithm is taken. */
const tiny = 1e-7

/**
 * Cross-entropy of one-hot labels and probabilities that add up to 1. With a gradient of its own: −y / p, where composing
 * it from sum, divide, clip, log and multiply takes three times as many operations.
 */
const crossEntropy: LossFunction = (actual, predicted) => {
  const withGradient = tf.customGrad((...parameters) => {
    const probabilities = parameters[0] as Core.Tensor
    const save = parameters[1] as Core.GradSaveFunc
    const clipped = tf.clipByValue(probabilities, tiny, 1 - tiny)
    save([clipped])
    return {
      value: tf.neg(tf.sum(tf.mul(actual, tf.log(clipped)), -1)),
      gradFunc: (dy: Core.Tensor, saved: Core.Tensor[]) =>
        tf.neg(tf.div(tf.mul(actual, tf.expandDims(dy, -1)), saved[0]!)),
    }
  })
  return withGradient(predicted)
}

interface Loss {
  /** How labels are handed to it: one-hot [batch, classes], or as numbers [batch, 1]. */
  labels: "one-hot" | "number"
  /** Must the model's outputs be probabilities that add up to 1? */
  probabilities: boolean
  compute: LossFunction
}

/** Losses by the names that TensorFlow.js knows them by. Labels come as class indices, so "sparse" makes no difference. */
export const losses = {
  categoricalCrossentropy: { labels: "one-hot", probabilities: true, compute: crossEntropy },
  sparseCategoricalCrossentropy: { labels: "one-hot", probabilities: true, compute: crossEntropy },
  binaryCrossentropy: { labels: "number", probabilities: false, compute: tf.metrics.binaryCrossentropy },
  meanSquaredError: { labels: "number", probabilities: false, compute: tf.metrics.meanSquaredError },
  meanAbsoluteError: { labels: "number", probabilities: false, compute: tf.metrics.meanAbsoluteError },
} as const satisfies Record<string, Loss>

export type LossName = keyof typeof losses
export type { Loss }

/** The loss that suits a dataset: of class probabilities, of one probability, or of a number. */
export const defaultLoss = (classes: number, outputs: number): LossName =>
  classes === 0 ? "meanSquaredError" : outputs === 1 ? "binaryCrossentropy" : "categoricalCrossentropy"
