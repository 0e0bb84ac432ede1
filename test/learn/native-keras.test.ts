import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import { test } from "node:test"
import { z } from "zod"
import { nativeEngine } from "../../kernel/learn/native/engine.ts"
import { compilePredictor } from "../../kernel/learn/native/predictor.ts"
import { randomFrom, withRandom } from "../../kernel/learn/random.ts"
import { type Core, type Layers, tf } from "../../kernel/learn/tf.ts"
import { losses } from "../../kernel/learn/train/losses.ts"
import { skip as lacking, library } from "../native/library.ts"

const { layers } = tf
const python = path.resolve(import.meta.dirname, "../../.cache/keras/bin/python")
const skip = lacking || (existsSync(python) ? false : "Keras is not here: `npm run bench:learning` installs it")

type Symbolic = Layers.SymbolicTensor
const apply = (layer: Layers.layers.Layer, input: Symbolic | Symbolic[]) => layer.apply(input) as Symbolic
const chain = (input: Symbolic, ...stack: Layers.layers.Layer[]) =>
  stack.reduce((value, layer) => apply(layer, value), input)
/** TensorFlow.js has Keras 2's hard sigmoid as its default, which Keras 3 has not. */
const gates = { recurrentActivation: "sigmoid" } as const

/** The networks of keras_oracle.py, layer by layer. */
const networks: Record<string, { shape: number[]; body: (input: Symbolic) => Symbolic }> = {
  cnn: {
    shape: [8, 8, 3],
    body: input =>
      chain(
        input,
        layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "elu" }),
        layers.separableConv2d({ filters: 6, kernelSize: 3 }),
        layers.batchNormalization(),
        layers.reLU(),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
      ),
  },
  transposed: {
    shape: [4, 4, 2],
    body: input =>
      chain(
        input,
        layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: "same", activation: "tanh" }),
        layers.depthwiseConv2d({ kernelSize: 2 }),
        layers.globalAveragePooling2d({}),
      ),
  },
  lstm: {
    shape: [6, 5],
    body: input =>
      chain(
        input,
        layers.bidirectional({
          layer: layers.lstm({ units: 4, returnSequences: true, ...gates }) as never,
          mergeMode: "concat",
        }),
        layers.lstm({ units: 3, ...gates }),
      ),
  },
  gru: {
    shape: [6, 5],
    body: input =>
      chain(
        input,
        layers.conv1d({ filters: 4, kernelSize: 2, activation: "gelu" as "relu" }),
        layers.gru({ units: 4, ...gates }),
      ),
  },
  attention: {
    shape: [5, 6],
    body: input => {
      const [query, key, value] = [0, 1, 2].map(() => apply(layers.dense({ units: 6 }), input)) as [
        Symbolic,
        Symbolic,
        Symbolic,
      ]
      const weights = apply(layers.softmax({ axis: -1 }), apply(layers.dot({ axes: [2, 2] }), [query, key]))
      const mixed = apply(layers.dot({ axes: [2, 1] }), [weights, value])
      return chain(apply(layers.add(), [input, mixed]), layers.layerNormalization({}), layers.flatten())
    },
  },
}

const size = 5
const answers = z.array(
  z.object({ outputs: z.array(z.number()), loss: z.number(), gradients: z.array(z.array(z.array(z.number()))) }),
)

function prepared(name: string) {
  const { shape, body } = networks[name]!
  const random = randomFrom(3)
  const model = withRandom(randomFrom(7), () => {
    const input = tf.input({ shape })
    return tf.model({ inputs: input, outputs: apply(layers.dense({ units: 3, activation: "softmax" }), body(input)) })
  })
  // Biases of zero would hide a mistake in their places.
  model.setWeights(
    model.getWeights().map(weight =>
      tf.tensor(
        Float32Array.from(weight.dataSync(), v => v + (random() - 0.3) * 0.2),
        weight.shape,
      ),
    ),
  )
  const xs = Float32Array.from({ length: size * shape.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1)
  const ys = Int32Array.from({ length: size }, () => Math.floor(random() * 3))
  const own = model.layers.filter(layer => layer.weights.length > 0)
  const weights = own.map(layer =>
    layer.getWeights().map(weight => ({ shape: weight.shape, values: [...(weight as Core.Tensor).dataSync()] })),
  )
  return { name, model, shape, xs, ys, own, weights }
}

function close(one: ArrayLike<number>, other: ArrayLike<number>, what: string): void {
  assert.equal(one.length, other.length, what)
  for (let i = 0; i < one.length; i++)
    assert.ok(Math.abs(one[i]! - other[i]!) < 1e-4, `${what}, at ${i}: ${one[i]} and ${other[i]}`)
}

test("outputs, losses and gradients are Keras's own on the same weights, to 1e-4", { skip }, async t => {
  const cases = Object.keys(networks).map(prepared)
  const input = cases.map(({ name, xs, ys, weights }) => ({ network: name, xs: [...xs], ys: [...ys], weights }))
  const done = spawnSync(python, [path.join(import.meta.dirname, "keras_oracle.py")], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  })
  assert.equal(done.status, 0, done.stderr)
  const said = answers.parse(JSON.parse(done.stdout.trim().split("\n").at(-1)!))
  for (const [i, { name, model, shape, xs, ys, own }] of cases.entries()) {
    await t.test(name, () => {
      const keras = said[i]!
      using predictor = compilePredictor(library!, model, shape)
      close(predictor.run(xs, size), keras.outputs, "outputs")
      const engine = nativeEngine(
        library!,
        {
          model,
          shape,
          classes: 3,
          outputs: 3,
          loss: losses.categoricalCrossentropy,
          optimizer: tf.train.sgd(1),
          clip: undefined,
          penalty: undefined,
        },
        size,
      )
      const before = engine.weights()
      const { loss } = engine.train({ xs, ys, size }, randomFrom(1))
      close([loss], [keras.loss], "loss")
      const after = engine.weights()
      const place = new Map(model.weights.map((weight, at) => [weight.originalName, at]))
      for (const [layer, gradients] of keras.gradients.entries()) {
        for (const [k, gradient] of gradients.entries()) {
          const weight = own[layer]!.trainableWeights[k]!
          const at = place.get(weight.originalName)!
          close(
            before[at]!.map((value, j) => value - after[at]![j]!),
            gradient,
            weight.originalName,
          )
        }
      }
      engine[Symbol.dispose]?.()
    })
  }
})
