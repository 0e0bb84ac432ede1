import assert from "node:assert/strict"
import { test } from "node:test"
import { nativeEngine } from "../../kernel/learn/native/engine.ts"
import { predictorOf } from "../../kernel/learn/native/predictor.ts"
import { predictingOf, runningOf } from "../../kernel/learn/native/running.ts"
import { randomFrom } from "../../kernel/learn/random.ts"
import { type Core, type Layers, tf } from "../../kernel/learn/tf.ts"
import { chooseEngine } from "../../kernel/learn/train/choose-engine.ts"
import { losses } from "../../kernel/learn/train/losses.ts"
import { planOf } from "../../kernel/learn/train/plan.ts"
import type { StepSpec } from "../../kernel/learn/train/step.ts"
import { library, skip } from "../native/library.ts"
import { digits } from "./digits.ts"
import { mlp } from "./network.ts"

const { layers } = tf

const specOf = (model: Layers.LayersModel, shape: number[], optimizer = tf.train.adam(1e-3)): StepSpec => ({
  model,
  shape,
  classes: 4,
  outputs: 4,
  loss: losses.categoricalCrossentropy,
  optimizer,
  clip: undefined,
  penalty: undefined,
})

function batchOf(size: number, width: number, seed = 1) {
  const random = randomFrom(seed)
  const xs = Float32Array.from({ length: size * width }, () => random() * 2 - 1)
  return { xs, ys: Int32Array.from({ length: size }, () => Math.floor(random() * 4)), size }
}

const dense = (...between: Layers.layers.Layer[]) =>
  tf.sequential({
    layers: [
      layers.dense({ units: 64, inputShape: [200], activation: "relu" }),
      ...between,
      layers.dense({ units: 4, activation: "softmax" }),
    ],
  })

test("memory stays flat over 10,000 training steps of two sizes", { skip }, () => {
  const engine = nativeEngine(library!, specOf(dense(layers.dropout({ rate: 0.2 })), [200]), 500)
  const [large, small] = [batchOf(500, 200), batchOf(123, 200)]
  const random = randomFrom(1)
  const run = (steps: number) => {
    for (let i = 0; i < steps; i++) engine.train(i % 2 === 0 ? large : small, random)
  }
  // Until V8 has compiled what runs and its heap has found its size.
  run(10_000)
  const before = process.memoryUsage.rss()
  run(10_000)
  const grown = (process.memoryUsage.rss() - before) / 1e6
  engine[Symbol.dispose]()
  // The collector of a machine under load comes late: 30,000 steps are 5 MB on a quiet one.
  assert.ok(grown < 60, `${grown.toFixed(1)} MB more; a batch that leaks in each step would be 2,500 MB`)
})

test("engines that are disposed of give their memory back", { skip }, () => {
  const once = () => {
    const model = tf.sequential({
      layers: [layers.dense({ units: 1000, inputShape: [1000] }), layers.dense({ units: 4 })],
    })
    const engine = nativeEngine(library!, specOf(model, [1000]), 8)
    engine[Symbol.dispose]()
    model.dispose()
  }
  for (let i = 0; i < 5; i++) once()
  const before = process.memoryUsage.rss()
  for (let i = 0; i < 25; i++) once()
  const grown = (process.memoryUsage.rss() - before) / 1e6
  // Weights and two moments of 4 MB each.
  assert.ok(grown < 120, `${grown.toFixed(1)} MB more after 25 engines of 12 MB`)
})

test("dropout drops its share, differs from step to step, and is the same for the same random stream", { skip }, () => {
  const model = tf.sequential({
    layers: [
      layers.dropout({ rate: 0.4, inputShape: [2000] }),
      layers.dense({ units: 4, kernelInitializer: "zeros", activation: "softmax" }),
    ],
  })
  const engine = nativeEngine(library!, specOf(model, [2000], tf.train.sgd(1) as never), 1)
  const batch = { xs: new Float32Array(2000).fill(1), ys: Int32Array.of(0), size: 1 }
  const start = engine.weights()
  /** Where the kernel moved, the input was kept. */
  const keptWith = (seed: number) => {
    engine.setWeights(start)
    engine.train(batch, randomFrom(seed))
    return engine
      .weights()[0]!
      .filter((_, i) => i % 4 === 0)
      .map(value => Math.abs(value))
  }
  const one = keptWith(1)
  assert.deepEqual(keptWith(1), one)
  assert.notDeepEqual(keptWith(2), one)
  const kept = one.filter(value => value > 0)
  assert.ok(Math.abs(kept.length / 2000 - 0.6) < 0.05, `${kept.length} of 2000 are kept`)
  assert.ok(Math.abs(kept[0]! - 0.75 / 0.6) < 1e-4, "what is kept is scaled up")
  engine[Symbol.dispose]()
})

test("weights that the engine changes reach the model when it settles, and the other way round", { skip }, () => {
  const model = dense(layers.batchNormalization())
  const engine = nativeEngine(library!, specOf(model, [200]), 16)
  const read = () => model.weights.map(weight => [...weight.read().dataSync()])
  const before = read()
  engine.train(batchOf(16, 200), randomFrom(1))
  assert.deepEqual(read(), before)
  engine.settle()
  assert.deepEqual(
    read(),
    engine.weights().map(values => [...values]),
  )
  assert.notDeepEqual(read(), before)
  engine.setWeights(before.map(values => Float32Array.from(values)))
  engine.settle()
  assert.deepEqual(read(), before)
  engine[Symbol.dispose]()
})

class Reads extends layers.Layer {
  static className = "ReadsItsInput"
  override computeOutputShape(shape: Layers.Shape) {
    return shape
  }
  override call(inputs: Core.Tensor | Core.Tensor[]) {
    const input = [inputs].flat()[0]!
    return tf.mul(input, Math.max(...input.dataSync()) > 0 ? 1 : 2)
  }
}

class Draws extends layers.Layer {
  static className = "DrawsItsOwnNoise"
  override computeOutputShape(shape: Layers.Shape) {
    return shape
  }
  override call(inputs: Core.Tensor | Core.Tensor[]) {
    const input = [inputs].flat()[0]!
    return tf.add(input, tf.randomNormal(input.shape))
  }
}

test("what cannot be compiled trains on TensorFlow.js, and the reason is told once", { skip }, async () => {
  const data = await digits().take(100).scale("min-max").split({ seed: 1 })
  for (const [layer, why] of [
    [() => new Reads({}), /a layer reads the values of a tensor while the model runs/],
    [() => new Draws({}), /a layer draws random numbers in a way of its own/],
    [() => layers.conv3d({ filters: 2, kernelSize: 1 }), /cannot derive a three-dimensional convolution/],
  ] as const) {
    const three = why.source.includes("three")
    const model = tf.sequential({
      layers: [
        layers.reshape({ inputShape: data.shape, targetShape: three ? [2, 8, 4, 1] : [64] }),
        layer(),
        ...(three ? [layers.flatten()] : []),
        layers.dense({ units: 10, activation: "softmax" }),
      ],
    })
    const told: string[] = []
    const engines = [1, 2].map(() => chooseEngine(planOf(model, data, {}), note => told.push(note)))
    assert.equal(told.length, 1)
    assert.match(told[0]!, why)
    assert.match(engines[0]!.name, /TensorFlow\.js/)
    assert.equal(tf.getBackend(), "cpu")
  }
  const tensors = tf.memory().numTensors
  chooseEngine(planOf(mlp(data), data, {}))[Symbol.dispose]?.()
  assert.match(chooseEngine(planOf(mlp(data), data, {})).name, /^TensorFlow 2\.\d+\.\d+ \((CPU|GPU)\)$/)
  assert.ok(tf.memory().numTensors - tensors < 30, "a trace leaves no tensors but those of the models and optimizers")
})

test("predictions are the model's own for any number of examples, and follow its weights", { skip }, () => {
  const model = dense(layers.layerNormalization())
  const { xs } = batchOf(600, 200)
  const expected = tf.tidy(() => (model.predict(tf.tensor(xs, [600, 200])) as Core.Tensor).dataSync())
  for (const count of [1, 2, 3, 17, 256, 257, 600]) {
    const outputs = predictorOf(model, [200])!.run(xs.subarray(0, count * 200), count)
    assert.equal(outputs.length, count * 4)
    for (const [i, value] of outputs.entries()) assert.ok(Math.abs(value - expected[i]!) < 1e-5, `${count}: ${i}`)
  }
  const before = predictorOf(model, [200])
  assert.equal(predictorOf(model, [200]), before)
  model.setWeights(model.getWeights().map(weight => tf.zerosLike(weight)))
  const uniform = predictorOf(model, [200])!.run(xs.subarray(0, 200), 1)
  assert.deepEqual([...uniform], [0.25, 0.25, 0.25, 0.25])
})

test("a batch that is too large for memory says so, and the process goes on", { skip }, () => {
  const model = dense()
  assert.throws(() => nativeEngine(library!, specOf(model, [200]), 2 ** 40), /no memory for a tensor of/)
  const engine = nativeEngine(library!, specOf(model, [200]), 2)
  assert.ok(Number.isFinite(engine.train(batchOf(2, 200), randomFrom(1)).loss))
  engine[Symbol.dispose]()
})

test("small chains stay on one core, larger ones use all, and convolutions run side by side", () => {
  const chain = (units: number) =>
    tf.sequential({
      layers: [layers.dense({ units, inputShape: [784], activation: "relu" }), layers.dense({ units: 10 })],
    })
  const image = tf.sequential({
    layers: [layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] }), layers.flatten()],
  })
  const sequence = tf.sequential({
    layers: [layers.lstm({ units: 64, inputShape: [28, 28] }), layers.dense({ units: 2 })],
  })
  const rows = tf.sequential({ layers: [layers.dense({ units: 512, inputShape: [200, 64] }), layers.flatten()] })
  const found = [chain(128), chain(2048), image, sequence, rows].map(model => runningOf(model, 128, 2))
  assert.deepEqual(found, ["single", "alone", "parallel", "single", "alone"])
  // Where there are many cores more of an operation is worth dividing.
  assert.equal(runningOf(chain(128), 128, 16), "alone")
  assert.deepEqual(
    [image, chain(8192)].map(model => predictingOf(model, 1)),
    ["single", "alone"],
  )
})
