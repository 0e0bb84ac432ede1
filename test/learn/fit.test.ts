import assert from "node:assert/strict"
import { test } from "node:test"
import { metricsSchema, mimeTypes, progressSchema } from "../../kernel/contracts/mime.ts"
import { type Dataset, type FitOptions, fit, metricStream, tf } from "../../kernel/learn/index.ts"
import { learningRateOf, setLearningRate } from "../../kernel/learn/train/optimizer.ts"
import { hasNative } from "../../kernel/native/index.ts"
import { cell, lastOf } from "./cell.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { cnn, mlp } from "./network.ts"

const small = async () => await digits().take(300).scale("min-max").split({ test: 0.2, stratify: "label", seed: 7 })
const weightsOf = (model: ReturnType<typeof mlp>) => model.getWeights().map(weight => [...weight.dataSync()])

/** A model made in a model cell, so that its initial weights are seeded. */
function seeded(data: Dataset, make = cnn, seed = 0) {
  using _run = cell("model", { seed })
  return make(data)
}

test("two trainings with the same seeds end with the same weights, another seed with others", async () => {
  const data = await small()
  const run = async (seed: number, initial: number) => {
    const model = seeded(data, cnn, initial)
    await fit(model, data, { epochs: 2, seed })
    return weightsOf(model)
  }
  const first = await run(1, 0)
  assert.deepEqual(await run(1, 0), first)
  assert.notDeepEqual(await run(2, 0), first)
  assert.notDeepEqual(await run(1, 5), first)
})

test("training a model again starts over, unless it is told to go on or the weights were set in between", async () => {
  const data = await small()
  const model = seeded(data, mlp)
  const losses = async (options: FitOptions) =>
    (await fit(model, data, { epochs: 2, seed: 1, ...options })).history.map(row => row.loss)
  const first = await losses({})
  assert.deepEqual(await losses({}), first)
  assert.ok((await losses({ resume: true }))[0]! < first[0]!)
  model.setWeights(model.getWeights().map(weight => tf.zerosLike(weight)))
  assert.ok(Math.abs((await losses({}))[0]! - Math.log(10)) < 0.3)
})

test("tensors stay flat over epochs and over trainings", async () => {
  const data = await small()
  const model = cnn(data)
  const counts: number[] = []
  await fit(model, data, { epochs: 4, onEpoch: () => counts.push(tf.memory().numTensors) })
  assert.equal(new Set(counts).size, 1, counts.join(" "))
  await fit(model, data, { epochs: 1 })
  const after = tf.memory().numTensors
  await fit(model, data, { epochs: 1, earlyStopping: { patience: 1 } })
  assert.equal(tf.memory().numTensors, after)
})

test("a step is the one that TensorFlow.js takes: same losses as model.fit on the same batches", async () => {
  const data = await small()
  const make = () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          inputShape: [8, 8, 1],
          filters: 4,
          kernelSize: 3,
          activation: "relu",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
          kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
        }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.batchNormalization(),
        tf.layers.flatten(),
        tf.layers.dense({
          units: 10,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
        }),
      ],
    })
  const ours = await fit(make(), data, { epochs: 3, shuffle: false, validation: 0, optimizer: tf.train.adam(3e-3) })
  const theirs = make()
  theirs.compile({ optimizer: tf.train.adam(3e-3), loss: "categoricalCrossentropy" })
  const xs = tf.tensor4d(data.train.xs, [data.train.size, 8, 8, 1])
  const ys = tf.oneHot(tf.tensor1d(data.train.ys, "int32"), 10)
  const { history } = await theirs.fit(xs, ys, { epochs: 3, batchSize: 32, shuffle: false, verbose: 0 })
  ours.history.forEach(({ loss }, i) => {
    assert.ok(Math.abs(loss - Number(history.loss![i])) < 1e-3 * loss, `${loss} and ${history.loss![i]}`)
  })
})

for (const [name, make] of Object.entries({
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.02, 0.9),
  rmsprop: () => tf.train.rmsprop(0.002),
  adagrad: () => tf.train.adagrad(0.02),
  adamax: () => tf.train.adamax(0.005),
  adam: () => tf.train.adam(0.005),
  adamw: () => tf.train.adamw(0.005, { weightDecay: 1 }),
})) {
  test(`${name} trains as it does in TensorFlow.js, also when its rate changes`, async () => {
    const data = await small()
    const [ours, theirs] = [seeded(data, mlp), seeded(data, mlp)]
    const trained = await fit(ours, data, {
      epochs: 2,
      shuffle: false,
      validation: 0,
      optimizer: make(),
      learningRate: (epoch, initial) => initial / epoch,
    })
    const optimizer = make()
    const initial = learningRateOf(optimizer)
    theirs.compile({ optimizer, loss: "categoricalCrossentropy" })
    const xs = tf.tensor4d(data.train.xs, [data.train.size, 8, 8, 1])
    const ys = tf.oneHot(tf.tensor1d(data.train.ys, "int32"), 10)
    for (const [i, { loss, learningRate }] of trained.history.entries()) {
      setLearningRate(optimizer, initial / (i + 1))
      const { history } = await theirs.fit(xs, ys, { epochs: 1, batchSize: 32, shuffle: false, verbose: 0 })
      assert.ok(Math.abs(loss - Number(history.loss![0])) < 1e-3 * loss, `${loss} and ${history.loss![0]}`)
      assert.equal(learningRate, initial / (i + 1))
    }
  })
}

test("header options are used, and a call that contradicts them is an error", async () => {
  const data = await small()
  using _run = cell("train", { epochs: 2, batch: 64, seed: 3 })
  assert.equal((await fit(mlp(data), data)).history.length, 2)
  await assert.rejects(fit(mlp(data), data, { epochs: 3 }), {
    code: "HEADER_INVALID",
    message: /--epochs 2, the call says epochs: 3/,
  })
  await assert.rejects(fit(mlp(data), data, { batchSize: 32 }), { code: "HEADER_INVALID", message: /--batch 64/ })
})

test("an interrupt ends training after the batch, keeps what was learnt, and the model still predicts", async () => {
  const data = await digits().scale("min-max").split({ test: 0.2, seed: 7 })
  using run = cell("train")
  const training = fit(cnn(data), data, {
    epochs: 1000,
    earlyStopping: { patience: 1000, restoreBest: true },
    onEpoch: ({ epoch }) => epoch === 2 && void setTimeout(() => run.interrupt.abort(), 1),
  })
  const trained = await training
  assert.equal(trained.stopped, "interrupted")
  assert.ok(trained.history.length >= 2 && trained.history.length < 6)
  assert.ok(trained.best!.valAccuracy! > 0.5)
  assert.match(String(lastOf(run.outputs, "text/plain")), /interrupted after \d+ epochs/)
  assert.equal(progressSchema.parse(lastOf(run.outputs, mimeTypes.progress)).state, "stopped")
})

test("timers are heard while it trains", async () => {
  const data = await digits().scale("min-max").split({ test: 0.2, seed: 7 })
  let [beats, longest, last] = [0, 0, performance.now()]
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
    beats += 1
  }, 5)
  const begun = performance.now()
  await fit(cnn(data), data, { epochs: hasNative() ? 40 : 3 })
  clearInterval(timer)
  assert.ok(beats >= 3, `${beats} beats`)
  const whole = performance.now() - begun
  assert.ok(longest < whole / 2, `${longest} ms of silence in ${whole} ms`)
})

test("progress and curve each live under one display, progress at most ten times a second", async () => {
  const data = await digits().scale("min-max").split({ test: 0.2, seed: 7 })
  using run = cell("train")
  await fit(cnn(data), data, { epochs: 4 })
  const progress = run.outputs.filter(({ bundle }) => mimeTypes.progress in bundle)
  const curves = run.outputs.filter(({ bundle }) => mimeTypes.vegaLite5 in bundle)
  assert.equal(new Set(progress.map(({ displayId }) => displayId)).size, 1)
  assert.equal(new Set(curves.map(({ displayId }) => displayId)).size, 1)
  assert.deepEqual(
    curves.map(({ update }) => update),
    curves.map((_, i) => i > 0),
  )
  // Epochs that are over sooner are shown with the next one; the last curve has them all.
  for (const [i, { at }] of curves.entries()) {
    if (i > 0 && i < curves.length - 1) assert.ok(at - curves[i - 1]!.at >= 99)
  }
  for (const [i, { at, bundle }] of progress.entries()) {
    progressSchema.parse(bundle[mimeTypes.progress])
    if (i > 0 && i < progress.length - 1) assert.ok(at - progress[i - 1]!.at >= 99)
  }
  const running = progress.filter(({ bundle }) => progressSchema.parse(bundle[mimeTypes.progress]).state === "running")
  assert.match(
    String(running.at(-1)!.bundle["text/plain"]),
    /^epoch \d of 4 · loss [\d.]+ · .*val accuracy [\d.]+ · \d+ s left$/,
  )
  const metrics = metricsSchema.parse(lastOf(run.outputs, mimeTypes.metrics))
  assert.deepEqual(metrics.columns, ["epoch", "loss", "accuracy", "valLoss", "valAccuracy", "learningRate", "seconds"])
  assert.equal(metrics.rows.length, 4)
  assert.ok(mimeTypes.vegaLite6 in curves[0]!.bundle && "text/plain" in curves[0]!.bundle)
})

test("early stopping ends training when patience is over and goes back to the best weights", async () => {
  const data = await small()
  const model = seeded(data, mlp)
  const trained = await fit(model, data, {
    epochs: 200,
    optimizer: tf.train.adam(0.05),
    earlyStopping: { patience: 3, restoreBest: true },
  })
  assert.equal(trained.stopped, "early")
  assert.equal(trained.history.length, trained.best!.epoch + 3)
  const until = await fit(seeded(data, mlp), data, { epochs: trained.best!.epoch, optimizer: tf.train.adam(0.05) })
  assert.deepEqual(weightsOf(model), weightsOf(until.model as typeof model))
})

test("wrong shapes fail before training, with both shapes", async () => {
  const data = await small()
  const layer = (units: number, inputShape: number[]) =>
    tf.sequential({ layers: [tf.layers.flatten({ inputShape }), tf.layers.dense({ units, activation: "softmax" })] })
  await assert.rejects(fit(layer(10, [28, 28, 1]), data), {
    code: "SHAPE_MISMATCH",
    message: /\[28, 28, 1\].*\[8, 8, 1\]/,
  })
  await assert.rejects(fit(layer(3, [8, 8, 1]), data), { code: "SHAPE_MISMATCH", message: /\[3\].*\[10\]/ })
  const raw = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 10 })] })
  await assert.rejects(fit(raw, data), { code: "MODEL_INVALID", message: /not probabilities/ })
})

test("a loss that is not finite stops training and names epoch and batch", async () => {
  const data = await flowers("height").encode("one-hot").split({ seed: 1 })
  await assert.rejects(fit(mlp(data), data, { epochs: 50, optimizer: tf.train.sgd(1e6) }), {
    code: "LOSS_NOT_FINITE",
    message: /^The loss became (NaN|Infinity) in epoch \d+, batch \d+[.:]/,
  })
})

test("a loss that is not finite names the layer where it began, and leaves weights that are numbers", async () => {
  const data = await flowers("height").scale("standard").encode("one-hot").split({ seed: 1 })
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: data.shape, units: 8, activation: "sigmoid", name: "first" }),
      tf.layers.dense({ units: 4, name: "blows", kernelInitializer: tf.initializers.constant({ value: 3e38 }) }),
      tf.layers.dense({ units: 1, name: "last" }),
    ],
  })
  await assert.rejects(fit(model, data, { epochs: 1 }), {
    code: "LOSS_NOT_FINITE",
    message: /in epoch 1, batch 1: layer "blows" was the first to give such numbers\.$/,
  })
  for (const weight of model.getWeights()) assert.ok(weight.dataSync().every(Number.isFinite))
})

test("the epochs of a training can be read as they come", async () => {
  const data = await small()
  const stream = metricStream()
  const training = fit(mlp(data), data, { epochs: 4, observers: [stream] })
  const seen: number[] = []
  for await (const { epoch, loss } of stream) seen.push(epoch * Number(loss > 0))
  assert.deepEqual(seen, [1, 2, 3, 4])
  assert.equal((await training).history.length, 4)
})

test("numbers are learnt by squared error, two classes by one probability", async () => {
  const heights = await flowers("height").scale("standard").encode("one-hot").split({ seed: 1 })
  const { history } = await fit(mlp(heights), heights, { epochs: 60, optimizer: tf.train.adam(0.05) })
  assert.ok(history.at(-1)!.loss < history[0]!.loss / 20)
  assert.equal(history[0]!.accuracy, undefined)
  const seasons = await flowers("species", columns => {
    columns[3]!.classes = ["iris", "lily"]
    columns[3]!.values = Int32Array.from(columns[3]!.values as Int32Array, kind => (kind > 0 ? 1 : 0))
  })
    .scale("standard")
    .encode("one-hot")
    .split({ seed: 1 })
  const one = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: seasons.shape, activation: "sigmoid" })],
  })
  const trained = await fit(one, seasons, { epochs: 60, optimizer: tf.train.adam(0.1) })
  assert.ok(trained.best!.accuracy! > 0.95)
  const [row] = seasons.test.rows()
  const { label, probabilities } = await trained.predict(row!)
  assert.ok(["iris", "lily"].includes(label))
  assert.ok(Math.abs(probabilities.iris! + probabilities.lily! - 1) < 1e-6)
})

test("a learning-rate schedule and class weights take effect", async () => {
  const data = await small()
  const scheduled = await fit(mlp(data), data, { epochs: 3, learningRate: (epoch, initial) => initial / epoch })
  assert.deepEqual(
    scheduled.history.map(row => row.learningRate.toPrecision(3)),
    ["0.00100", "0.000500", "0.000333"],
  )
  const others = Object.fromEntries(data.classes.slice(1).map(name => [name, 0]))
  const weighted = await fit(mlp(data), data, { epochs: 10, classWeights: others, validation: 0 })
  const labels = (await weighted.predict(data.test)).map(({ label }) => label)
  assert.ok(labels.every(label => label === "0"))
  await assert.rejects(fit(mlp(data), data, { classWeights: { ten: 2 } }), { code: "DATA_INVALID", message: /"ten"/ })
})

test("predict takes one example or many, flat, nested, typed or as rows, and applies the preparation", async () => {
  const data = await small()
  const trained = await fit(cnn(data), data, { epochs: 3 })
  const all = await trained.predict(data.test)
  const rows = data.test.rows({ limit: 3 })
  const flat = rows.map(row => row.image as number[])
  const nested = flat.map(image => Array.from({ length: 8 }, (_, y) => image.slice(y * 8, y * 8 + 8)))
  const one = await trained.predict(flat[0]!)
  assert.equal(one.label, all[0]!.label)
  // One example and many are not computed by the same kernels, and threads do not add in the same order each time.
  const same = (predicted: typeof one | (typeof one)[]) => {
    const [other] = [predicted].flat() as [typeof one]
    assert.deepEqual([other.label, other.value], [one.label, one.value])
    for (const [label, probability] of Object.entries(one.probabilities))
      assert.ok(Math.abs(probability - other.probabilities[label]!) < 1e-6, label)
  }
  same(all[0]!)
  same(await trained.predict(Float32Array.from(flat[0]!)))
  same(await trained.predict(nested[0]!))
  same(await trained.predict(rows[0]!))
  for (const many of [flat, nested, flat.map(image => Float32Array.from(image))]) {
    assert.deepEqual(((await trained.predict(many as number[][])) as object[]).length, 3)
  }
  const close = (await trained.predict(rows)).every(
    (prediction, i) => Math.abs(prediction.probability - all[i]!.probability) < 1e-5,
  )
  assert.ok(close)
  assert.equal(one.probability, Math.max(...Object.values(one.probabilities)))
  await assert.rejects(trained.predict([1, 2, 3]), { code: "SHAPE_MISMATCH", message: /\[8, 8, 1\].*\[3\]/ })
  await assert.rejects(trained.predict({ picture: [1] }), { code: "DATA_INVALID", message: /lacks the column "image"/ })
})
