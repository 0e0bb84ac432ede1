import assert from "node:assert/strict"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, before, test } from "node:test"
import { evaluate, explain, fit, loadModel, models, tf } from "../../kernel/learn/index.ts"
import { channelsFirst } from "../../kernel/learn/models/graph/adopted.ts"
import { digits } from "../learn/digits.ts"
import { skip as withoutNative } from "../native/library.ts"
import { casesIn, distance, fixtures, predicted } from "./fixtures.ts"
import { skip as withoutOnnx } from "./onnx.ts"

let home = ""
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), "kaon-use-"))
})
after(async () => await rm(home, { recursive: true }))

const prepared = async () => await digits().scale("min-max").split({ test: 0.2, seed: 7 })
const network = (logits = false) =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [8, 8, 1] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: logits ? "linear" : "softmax" }),
    ],
  })

test("a model that came by way of Keras is evaluated, trained on, explained, saved and served as any other", async () => {
  const data = await prepared()
  const trained = await fit(network(), data, { epochs: 2, seed: 1 })
  const before = await evaluate(trained, data.test)
  const file = await models.save(trained, path.join(home, "digits.keras"))

  const adopted = models.adopt(await models.load(file), data)
  const report = await evaluate(adopted, data.test)
  assert.equal(report.accuracy, before.accuracy)

  const onward = await fit(adopted.model, data, { epochs: 3, seed: 2 })
  const after = await evaluate(onward, data.test)
  assert.ok(after.accuracy > before.accuracy, `${before.accuracy} → ${after.accuracy}`)

  const [example] = data.test.rows({ limit: 1 })
  assert.ok(await explain.saliency(onward, example as never))
  await onward.save(path.join(home, "bundle"))
  using served = await loadModel(path.join(home, "bundle"))
  const [one] = await served.classify(example)
  assert.equal(one!.label, (await onward.predict(example as never)).label)
})

test("layers that TensorFlow.js lacks learn, and come back from a bundle", async () => {
  const data = await prepared()
  const keras = await models.load(path.join(fixtures, "keras/transformer.keras"))
  assert.ok(keras.layers.some(layer => layer.getClassName() === "MultiHeadAttention"))
  const input = tf.input({ shape: [8, 8, 1] })
  const rows = tf.layers.reshape({ targetShape: [8, 8] }).apply(input)
  const narrow = tf.layers.dense({ units: 6 }).apply(rows)
  const [attention] = keras.layers.filter(layer => layer.getClassName() === "MultiHeadAttention")
  const fresh = new (attention!.constructor as new (
    config: object,
  ) => typeof attention)!({
    ...attention!.getConfig(),
    name: "again",
  })
  const mixed = fresh!.apply(narrow as never)
  const flat = tf.layers.flatten().apply(mixed as never)
  const model = tf.model({
    inputs: input,
    outputs: tf.layers.dense({ units: 10, activation: "softmax" }).apply(flat as never) as never,
  })
  const before = fresh!.getWeights().map(weight => weight.dataSync().slice())
  const trained = await fit(model, data, { epochs: 2, seed: 1, optimizer: tf.train.adam(5e-3) })
  assert.ok(trained.history.at(-1)!.loss < trained.history[0]!.loss)
  for (const [i, weight] of fresh!.getWeights().entries())
    assert.notDeepEqual(weight.dataSync(), before[i], `${fresh!.weights[i]!.originalName} did not learn`)
  await trained.save(path.join(home, "attention"))
  using served = await loadModel(path.join(home, "attention"))
  const [example] = data.test.rows({ limit: 1 })
  assert.equal((await served.classify(example))[0]!.label, (await trained.predict(example as never)).label)
})

for (const [format, file, skip] of [
  ["onnx", "digits.onnx", withoutOnnx],
  ["saved-model", "digits-saved", withoutNative],
] as const) {
  test(`a model of ${format} is adopted by a dataset, and evaluated as the model that it was`, { skip }, async () => {
    const data = await prepared()
    const model = network()
    const own = await evaluate(models.adopt(model, data), data.test)
    using opened = await models.open(await models.save(model, path.join(home, file), { format }))
    const adopted = models.adopt(opened, data)
    const report = await evaluate(adopted, data.test)
    assert.ok(Math.abs(report.logLoss! - own.logLoss!) < 1e-5, `${report.logLoss} and ${own.logLoss}`)
    const rows = data.test.rows({ limit: 2 })
    const [first] = await adopted.predict(rows)
    const [same] = await models.adopt(model, data).predict(rows)
    assert.equal(first!.label, same!.label)

    using logits = await models.open(await models.save(network(true), path.join(home, `logits-${file}`), { format }))
    const probable = await models.adopt(logits, data, { activation: "softmax" }).predict(rows)
    const sum = Object.values(probable[0]!.probabilities).reduce((a, b) => a + b, 0)
    assert.ok(Math.abs(sum - 1) < 1e-5)
  })
}

test("a model with the channels first, as PyTorch makes them, takes a dataset's images", {
  skip: withoutOnnx,
}, async () => {
  const input = tf.input({ shape: [1, 8, 8] })
  const last = tf.layers.permute({ dims: [2, 3, 1] }).apply(input)
  const flat = tf.layers.flatten().apply(last)
  const outputs = tf.layers.dense({ units: 10, activation: "softmax" }).apply(flat) as never
  const model = tf.model({ inputs: input, outputs })
  using opened = await models.open(await models.save(model, path.join(home, "channels.onnx")))
  const data = await prepared()
  const same = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 10, activation: "softmax" })],
  })
  same.setWeights(model.getWeights())
  const [own, theirs] = [
    await evaluate(models.adopt(same, data), data.test),
    await evaluate(models.adopt(opened, data), data.test),
  ]
  assert.ok(Math.abs(own.logLoss! - theirs.logLoss!) < 1e-5)
  const colours = Float32Array.from({ length: 2 * 4 * 3 }, (_, i) => i)
  const turned = tf.transpose(tf.tensor(colours, [2, 2, 2, 3]), [0, 3, 1, 2])
  assert.deepEqual([...channelsFirst(colours, 2, 4, 3)], [...turned.dataSync()])
  const wide = tf.sequential({ layers: [tf.layers.dense({ units: 10, inputShape: [63] })] })
  using other = await models.open(await models.save(wide, path.join(home, "wide.onnx")))
  assert.throws(() => models.adopt(other, data), { code: "SHAPE_MISMATCH", message: /\[63\].*\[8, 8, 1\]/ })
})

test("models of Keras run in the native compiler as in JavaScript", { skip: withoutNative }, async () => {
  const { predictorOf } = await import("../../kernel/learn/native/predictor.ts")
  const folder = path.join(fixtures, "keras")
  const compiled: string[] = []
  for (const [name, said] of casesIn(folder)) {
    const model = await models.load(path.join(folder, `${name}.keras`))
    const shape = said.shape.slice(1)
    const found = predictorOf(model, shape)?.run(Float32Array.from(said.xs), said.shape[0]!)
    if (found === undefined) continue
    compiled.push(name)
    assert.ok(distance([...found], said.ys) < 1e-5, name)
    assert.ok(distance([...found], predicted(model, said)) < 1e-5, name)
  }
  assert.equal(compiled.length, casesIn(folder).size, `only ${compiled.join(" ")} were compiled`)
})
