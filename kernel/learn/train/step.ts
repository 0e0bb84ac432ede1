import type { Batch } from "../data/split.ts"
import { type Core, type Layers, tf } from "../tf.ts"
import { type Clip, clipped } from "./clip.ts"
import { distilled } from "./distilled.ts"
import type { BatchFigures } from "./engine.ts"
import type { Loss } from "./losses.ts"
import type { Penalty } from "./options.ts"

export interface StepSpec {
  model: Layers.LayersModel
  shape: number[]
  /** 0: a number is predicted. */
  classes: number
  outputs: number
  loss: Loss
  optimizer: Core.Optimizer
  clip: Clip | undefined
  /** On every kernel, beside what the layers' own regularisers say. */
  penalty: Penalty | undefined
  /** For each trainable weight 1 where it may change; what is 0 there stays as it is. */
  masks?: readonly (Float32Array | undefined)[]
  /** How a batch's teacher counts (see distil.ts). */
  distillation?: Distillation
}

export interface Distillation {
  temperature: number
  hard: number
}

/** One step of gradient descent on a batch. No tensor outlives it but the model's and the optimizer's own. */
export function trainStep(spec: StepSpec, batch: Batch): BatchFigures {
  return tf.tidy(() => {
    const inputs = tf.tensor(batch.xs, [batch.size, ...spec.shape])
    const actual = labelsTensor(spec, batch)
    const variables = spec.model.trainableWeights.map(weight => weight.read() as Core.Variable)
    let predicted: Core.Tensor | undefined
    const { value, grads } = tf.variableGrads(() => {
      predicted = spec.model.apply(inputs, { training: true }) as Core.Tensor
      tf.keep(predicted)
      const mean = meanLoss(spec, batch, actual, predicted)
      const penalties = [...spec.model.calculateLosses(), ...penaltyOf(spec, variables)]
      return penalties.reduce((sum, penalty) => tf.add(sum, penalty), mean)
    }, variables)
    const loss = value.dataSync()[0]!
    // A step along what is not a number would spoil every weight: the model stays as it was before.
    if (!Number.isFinite(loss)) {
      predicted!.dispose()
      return { loss, hits: undefined }
    }
    const open = spec.masks === undefined ? grads : masked(grads, variables, spec.masks)
    spec.optimizer.applyGradients(spec.clip === undefined ? open : clipped(open, spec.clip))
    const figures = { loss, hits: hitsOf(spec, predicted!.dataSync(), batch) }
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

/** How the mean loss of a batch changes with each number of its examples, in inference mode: size × shape, row-major. */
export function inputGradient(spec: StepSpec, batch: Batch): Float32Array {
  return tf.tidy(() => {
    const actual = labelsTensor(spec, batch)
    const slope = tf.grad(inputs => {
      const predicted = spec.model.apply(inputs, { training: false }) as Core.Tensor
      return meanLoss(spec, batch, actual, predicted)
    })
    return slope(tf.tensor(batch.xs, [batch.size, ...spec.shape])).dataSync() as Float32Array
  })
}

function meanLoss(spec: StepSpec, batch: Batch, actual: Core.Tensor, predicted: Core.Tensor): Core.Scalar {
  const { weights, teacher, size } = batch
  const own = spec.loss.compute(actual, predicted)
  const losses =
    teacher === undefined || spec.distillation === undefined
      ? own
      : distilled(own, tf.tensor2d(teacher, [size, spec.outputs]), predicted, spec, spec.distillation)
  return tf.mean(weights === undefined ? losses : tf.mul(losses, tf.tensor1d(weights)))
}

function masked(
  gradients: Core.NamedTensorMap,
  variables: readonly Core.Variable[],
  masks: NonNullable<StepSpec["masks"]>,
): Core.NamedTensorMap {
  const byName = new Map(variables.map(({ name }, i) => [name, masks[i]]))
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => {
      const mask = byName.get(name)
      return [name, mask === undefined ? gradient : tf.mul(gradient, tf.tensor(mask, gradient.shape))]
    }),
  )
}

/** λ₁ Σ|w| and λ₂ Σw² over weights of two dimensions and more: kernels, not biases and scales. */
export function penaltyOf({ penalty }: StepSpec, variables: readonly Core.Variable[]): Core.Scalar[] {
  if (penalty === undefined) return []
  const { l1 = 0, l2 = 0 } = penalty
  const kernels = variables.filter(({ rank }) => rank > 1)
  return kernels.flatMap(kernel => [
    ...(l1 > 0 ? [tf.mul(l1, tf.sum(tf.abs(kernel))) as Core.Scalar] : []),
    ...(l2 > 0 ? [tf.mul(l2, tf.sum(tf.square(kernel))) as Core.Scalar] : []),
  ])
}

function labelsTensor({ loss, outputs }: StepSpec, { ys, size }: Batch): Core.Tensor {
  if (loss.labels === "number") return tf.tensor2d(Float32Array.from(ys), [size, ys.length / size])
  const labels = new Float32Array(size * outputs)
  for (let i = 0; i < size; i++) labels[i * outputs + ys[i]!] = 1
  return tf.tensor2d(labels, [size, outputs])
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
