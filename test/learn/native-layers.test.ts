import assert from "node:assert/strict"
import { test } from "node:test"
import { nativeEngine } from "../../kernel/learn/native/engine.ts"
import { compilePredictor } from "../../kernel/learn/native/predictor.ts"
import { randomFrom, withRandom } from "../../kernel/learn/random.ts"
import { type Core, type Layers, tf } from "../../kernel/learn/tf.ts"
import { eagerEngine } from "../../kernel/learn/train/eager.ts"
import { losses } from "../../kernel/learn/train/losses.ts"
import type { StepSpec } from "../../kernel/learn/train/step.ts"
import { library, skip } from "../native/library.ts"

const { layers } = tf
type Layer = Layers.layers.Layer
type Model = Layers.LayersModel

const image = [6, 6, 3]
const series = [5, 4]
const row = [7]

/** What stands before the output of three classes; `many`: a functional model from its input. */
interface Case {
  shape: number[]
  stack?: () => Layer[]
  many?: (input: Layers.SymbolicTensor) => Layers.SymbolicTensor
  /** Are the examples indices of an embedding? */
  indices?: number
  /** TensorFlow.js itself has no gradient, or a wrong one: only finite differences tell. */
  underivable?: boolean
}

const one = (shape: number[], stack: () => Layer | Layer[]): Case => ({ shape, stack: () => [stack()].flat() })
const apply = (layer: Layer, input: Layers.SymbolicTensor | Layers.SymbolicTensor[]) =>
  layer.apply(input) as Layers.SymbolicTensor

const alone = (shape: number[], stack: () => Layer | Layer[]): Case => ({ ...one(shape, stack), underivable: true })

const activations = ["relu", "relu6", "elu", "selu", "sigmoid", "tanh", "softplus", "softsign", "hardSigmoid", "linear"]
const more = ["swish", "mish", "gelu", "softmax"]

const cases: Record<string, Case> = {
  dense: one(row, () => layers.dense({ units: 5, activation: "relu" })),
  "dense on sequences": one(series, () => layers.dense({ units: 5, activation: "tanh" })),
  ...Object.fromEntries(
    [...activations, ...more].map(name => [
      `activation ${name}`,
      one(row, () => [layers.dense({ units: 5 }), layers.activation({ activation: name as "relu" })]),
    ]),
  ),
  "leaky relu, prelu, elu, thresholded": alone(row, () => [
    layers.leakyReLU({ alpha: 0.2 }),
    layers.dense({ units: 6 }),
    layers.prelu({ alphaInitializer: "ones" }),
    layers.elu(),
    layers.thresholdedReLU({ theta: 0.1 }),
  ]),
  conv1d: one(series, () => layers.conv1d({ filters: 3, kernelSize: 2, activation: "relu" })),
  "conv1d, dilated": alone(series, () => layers.conv1d({ filters: 3, kernelSize: 2, dilationRate: 2 })),
  "conv2d, dilated, same": alone(image, () =>
    layers.conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: "same" }),
  ),
  "conv2d, same, strides": one(image, () => layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", strides: 2 })),
  "conv2d, dilated": alone(image, () => layers.conv2d({ filters: 4, kernelSize: 2, dilationRate: 2 })),
  "depthwise conv2d": one(image, () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })),
  "separable conv2d": one(image, () => layers.separableConv2d({ filters: 5, kernelSize: 3, activation: "tanh" })),
  "conv2d transpose": one(image, () => layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2 })),
  "max and average pooling": one(image, () => [
    layers.maxPooling2d({ poolSize: 2, strides: 1 }),
    layers.averagePooling2d({ poolSize: 2 }),
  ]),
  "pooling 1d": one(series, () => [layers.maxPooling1d({ poolSize: 2 }), layers.averagePooling1d({ poolSize: 2 })]),
  "average pooling of a padded image": alone(image, () =>
    layers.averagePooling2d({ poolSize: 2, padding: "same", strides: 1 }),
  ),
  "global average pooling": one(image, () => layers.globalAveragePooling2d({})),
  "global max pooling": one(image, () => layers.globalMaxPooling2d({})),
  "global pooling 1d": one(series, () => layers.globalAveragePooling1d()),
  "batch normalisation of images": one(image, () => [
    layers.conv2d({ filters: 3, kernelSize: 2 }),
    layers.batchNormalization({ momentum: 0.8 }),
  ]),
  "batch normalisation of rows": one(row, () => layers.batchNormalization({ epsilon: 1e-2 })),
  "batch normalisation of another axis": alone(image, () => layers.batchNormalization({ axis: 1 })),
  "batch normalisation without scale": alone(row, () => [
    layers.dense({ units: 5 }),
    layers.batchNormalization({ scale: false }),
  ]),
  "layer normalisation": one(series, () => layers.layerNormalization({ axis: -1 })),
  "flatten, reshape, permute, repeat": one(row, () => [
    layers.repeatVector({ n: 4 }),
    layers.permute({ dims: [2, 1] }),
    layers.reshape({ targetShape: [4, 7] }),
  ]),
  "padding, cropping, upsampling": one(image, () => [
    layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 1],
      ],
    }),
    layers.upSampling2d({ size: [2, 2] }),
    layers.cropping2D({
      cropping: [
        [1, 1],
        [2, 0],
      ],
    }),
  ]),
  embedding: { ...one([5], () => layers.embedding({ inputDim: 9, outputDim: 3 })), indices: 9 },
  "embedding with a mask, lstm": {
    ...one([5], () => [layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }), layers.lstm({ units: 4 })]),
    indices: 9,
  },
  lstm: one(series, () => layers.lstm({ units: 4 })),
  "lstm, sequences and backwards": one(series, () => [
    layers.lstm({ units: 4, returnSequences: true, goBackwards: true }),
    layers.lstm({ units: 3 }),
  ]),
  gru: one(series, () => layers.gru({ units: 4 })),
  "gru, relu": one(series, () => layers.gru({ units: 4, activation: "relu" })),
  "simple rnn": one(series, () => layers.simpleRNN({ units: 4 })),
  "stacked cells": one(series, () =>
    layers.rnn({ cell: [layers.lstmCell({ units: 3 }), layers.gruCell({ units: 4 })] as never }),
  ),
  bidirectional: one(series, () =>
    layers.bidirectional({ layer: layers.lstm({ units: 3, returnSequences: true }) as never, mergeMode: "concat" }),
  ),
  "time distributed": one([4, 6], () => layers.timeDistributed({ layer: layers.dense({ units: 3 }) })),
  "conv lstm": one([3, 5, 5, 2], () => layers.convLstm2d({ filters: 2, kernelSize: 2 }) as unknown as Layer),
  "residual and merges": {
    shape: row,
    many: input => {
      const a = apply(layers.dense({ units: 7, activation: "relu" }), input)
      const b = apply(layers.dense({ units: 7 }), input)
      const sum = apply(layers.add(), [input, a])
      const merged = [layers.multiply(), layers.average(), layers.maximum(), layers.minimum()].map(layer =>
        apply(layer, [sum, b]),
      )
      return apply(layers.concatenate(), [...merged, apply(layers.dot({ axes: 1 }), [a, b])])
    },
  },
  "self-attention": {
    shape: [5, 8],
    many: input => {
      const [query, key, value] = [0, 1, 2].map(() => apply(layers.dense({ units: 8 }), input)) as [
        Layers.SymbolicTensor,
        Layers.SymbolicTensor,
        Layers.SymbolicTensor,
      ]
      const scores = apply(layers.softmax({ axis: -1 }), apply(layers.dot({ axes: [2, 2] }), [query, key]))
      const mixed = apply(layers.dot({ axes: [2, 1] }), [scores, value])
      return apply(layers.layerNormalization({}), apply(layers.add(), [input, mixed]))
    },
  },
  "a model inside, its layers shared": {
    shape: row,
    many: input => {
      const inner = tf.sequential({ layers: [layers.dense({ units: 7, inputShape: row, activation: "tanh" })] })
      return apply(inner, apply(inner, input))
    },
  },
  regularisers: one(row, () =>
    layers.dense({
      units: 5,
      kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
      biasRegularizer: tf.regularizers.l2({ l2: 0.1 }),
    }),
  ),
  "a layer of the user's own": one(row, () => new Squares()),
}

class Squares extends layers.Layer {
  static className = "SquaresOfTheUsers"
  override computeOutputShape(shape: Layers.Shape) {
    return shape
  }
  override call(inputs: Core.Tensor | Core.Tensor[]) {
    const [input] = [inputs].flat()
    return tf.mul(tf.square(input!), tf.sin(input!))
  }
}
tf.serialization.registerClass(Squares)

function modelOf({ shape, stack, many }: Case): Model {
  const build = () => {
    const input = tf.input({ shape })
    const before = many?.(input) ?? stack!().reduce((value, layer) => apply(layer, value), input)
    const flat = before.shape.length > 2 ? apply(layers.flatten(), before) : before
    return tf.model({ inputs: input, outputs: apply(layers.dense({ units: 3, activation: "softmax" }), flat) })
  }
  return withRandom(randomFrom(5), build)
}

const size = 6
function batchOf({ shape, indices }: Case) {
  const random = randomFrom(11)
  const length = size * shape.reduce((a, b) => a * b, 1)
  const value = indices === undefined ? () => random() * 2 - 1 : () => Math.floor(random() * indices)
  return {
    xs: Float32Array.from({ length }, value),
    ys: Int32Array.from({ length: size }, () => Math.floor(random() * 3)),
    size,
  }
}

const specOf = (model: Model, shape: number[], optimizer: Core.Optimizer = tf.train.sgd(1)): StepSpec => ({
  model,
  shape,
  classes: 3,
  outputs: 3,
  loss: losses.categoricalCrossentropy,
  optimizer,
  clip: undefined,
  penalty: undefined,
})

function close(one: ArrayLike<number>, other: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(one.length, other.length, what)
  for (let i = 0; i < one.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(other[i]!))
    assert.ok(Math.abs(one[i]! - other[i]!) <= allowed, `${what}, at ${i}: ${one[i]} and ${other[i]}`)
  }
}

for (const [name, of] of Object.entries(cases)) {
  test(`${name}: outputs as in TensorFlow.js, gradients as finite differences say`, { skip }, () => {
    const model = modelOf(of)
    const batch = batchOf(of)
    const expected = tf.tidy(() =>
      (model.apply(tf.tensor(batch.xs, [size, ...of.shape]), { training: false }) as Core.Tensor).dataSync(),
    )
    using predictor = compilePredictor(library!, model, of.shape)
    close(predictor.run(batch.xs, size), expected, 1e-4, "outputs")
    const engine = nativeEngine(library!, specOf(model, of.shape), size)
    const before = engine.weights()
    engine.train(batch, randomFrom(1))
    const slopes = engine.weights().map((values, i) => values.map((value, j) => before[i]![j]! - value))
    const trainable = new Set<unknown>(model.trainableWeights.map(weight => weight.originalName))
    engine.learningRate = 0
    const random = randomFrom(2)
    for (const [i, values] of before.entries()) {
      if (!trainable.has(model.weights[i]!.originalName)) continue
      const j = Math.floor(random() * values.length)
      const step = 1e-2
      const lossAt = (change: number) => {
        const moved = before.map(array => array.slice())
        moved[i]![j]! += change
        engine.setWeights(moved)
        return engine.train(batch, randomFrom(1)).loss
      }
      const [up, down, here] = [lossAt(step), lossAt(-step), lossAt(0)]
      // At a kink (of relu, of a maximum) both sides differ; the slope is then that of one of them.
      const sides = [(up - down) / (2 * step), (up - here) / step, (here - down) / step]
      const gap = Math.min(...sides.map(side => Math.abs(side - slopes[i]![j]!)))
      assert.ok(gap < 2e-3, `${model.weights[i]!.originalName}: ${slopes[i]![j]} and ${sides[0]}`)
    }
    engine[Symbol.dispose]()
    model.dispose()
  })

  if (of.underivable) continue
  test(`${name}: a step changes everything as it does in TensorFlow.js`, { skip }, () => {
    const model = modelOf(of)
    const batch = batchOf(of)
    const spec = specOf(model, of.shape)
    const engine = nativeEngine(library!, spec, size)
    const figures = engine.train(batch, randomFrom(1))
    const reference = eagerEngine(spec)
    const wanted = reference.train(batch, randomFrom(1))
    close([figures.loss, figures.hits!], [wanted.loss, wanted.hits!], 1e-4, "loss and hits")
    const after = engine.weights()
    for (const [i, values] of reference.weights().entries()) {
      close(after[i]!, values, 1e-4, model.weights[i]!.originalName)
    }
    const [tested, retested] = [engine.test(batch), reference.test(batch)]
    close([tested.loss, tested.hits!], [retested.loss, retested.hits!], 2e-4, "after the step")
    if (of.indices === undefined)
      close(engine.inputGradient!(batch), reference.inputGradient!(batch), 2e-4, "gradient of the examples")
    engine[Symbol.dispose]()
    model.dispose()
  })
}
