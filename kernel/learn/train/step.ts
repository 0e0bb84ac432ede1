import type { Batch } from "../data/split.ts"
import { type Core, type Layers, tf } from "../tf.ts"
import type { Loss } from "./losses.ts"

/** Sums over a batch, so that batches of different sizes add up. */
export interface BatchFigures {
  /** Mean loss of the batch, with the penalties of regularisers in training. */
  loss: number
  /** Examples whose class was predicted; undefined where a number is. */
  hits: number | undefined
}

export interface StepSpec {
  model: Layers.LayersModel
  shape: number[]
  /** 0: a number is predicted. */
  classes: number
  outputs: number
  loss: Loss
  optimizer: Core.Optimizer
  /** Weight of each class by index. */
  classWeights: Float32Array | undefined
}

/** One step of gradient descent on a batch. No tensor outlives it but the model's and the optimizer's own. */
export function trainStep(spec: StepSpec, batch: Batch): BatchFigures {
  return tf.tidy(() => {
    const inputs = tf.tensor(batch.xs, [batch.size, ...spec.shape])
    const actual = labelsTensor(spec, batch)
    const weights = weightsTensor(spec, batch)
    const variables = spec.model.trainableWeights.map(weight => weight.read() as Core.Variable)
    let predicted: Core.Tensor | undefined
    const { value, grads } = tf.variableGrads(() => {
      predicted = spec.model.apply(inputs, { training: true }) as Core.Tensor
      tf.keep(predicted)
      const losses = spec.loss.compute(actual, predicted)
      const mean = tf.mean(weights === undefined ? losses : tf.mul(losses, weights)) as Core.Scalar
      return spec.model.calculateLosses().reduce((sum, penalty) => tf.add(sum, penalty), mean)
    }, variables)
    spec.optimizer.applyGradients(grads)
    const figures = { loss: value.dataSync()[0]!, hits: hitsOf(spec, predicted!.dataSync(), batch) }
    predicted!.dispose()
    return figures
  })
}

/** Loss and hits of a batch without training on it. */
export function testStep(spec: StepSpec, batch: Batch): BatchFigures {
  return tf.tidy(() => {
    const inputs = tf.tensor(batch.xs, [batch.size, ...spec.shape])
    const predicted = spec.model.apply(inputs, { training: false }) as Core.Tensor
    const loss = tf.mean(spec.loss.compute(labelsTensor(spec, batch), predicted)).dataSync()[0]!
    return { loss, hits: hitsOf(spec, predicted.dataSync(), batch) }
  })
}

function labelsTensor({ loss, outputs }: StepSpec, { ys, size }: Batch): Core.Tensor {
  if (loss.labels === "number") return tf.tensor2d(Float32Array.from(ys), [size, 1])
  const labels = new Float32Array(size * outputs)
  for (let i = 0; i < size; i++) labels[i * outputs + ys[i]!] = 1
  return tf.tensor2d(labels, [size, outputs])
}

function weightsTensor({ classWeights }: StepSpec, { ys }: Batch): Core.Tensor | undefined {
  return classWeights && tf.tensor1d(Float32Array.from(ys, label => classWeights[label]!))
}

function hitsOf({ classes, outputs }: StepSpec, predicted: ArrayLike<number>, { ys, size }: Batch): number | undefined {
  if (classes === 0) return undefined
  let hits = 0
  for (let i = 0; i < size; i++) hits += Number(classOf(predicted, i * outputs, outputs) === ys[i])
  return hits
}

/** The class that an example's outputs say: the largest, or, for one output, 1 where it is above one half. */
export function classOf(outputs: ArrayLike<number>, start: number, count: number): number {
  if (count === 1) return outputs[start]! > 0.5 ? 1 : 0
  let best = 0
  for (let i = 1; i < count; i++) if (outputs[start + i]! > outputs[start + best]!) best = i
  return best
}
