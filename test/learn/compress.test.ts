import assert from "node:assert/strict"
import { mkdtempSync, statSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import { stored } from "../../kernel/learn/compress/storage.ts"
import { compress, type Dataset, evaluate, fit, loadModel, type Trained, tf } from "../../kernel/learn/index.ts"
import { cell } from "./cell.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { cnn, mlp } from "./network.ts"

function temporary() {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-compress-"))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

function seeded<T>(make: () => T, seed = 1): T {
  using _run = cell("model", { seed })
  return make()
}

let made: Promise<{ data: Dataset; trained: Trained }> | undefined

/** One CNN that knows the digits, for all tests. */
async function teacher() {
  made ??= (async () => {
    const data = await digits().take(900).scale("min-max").split({ test: 0.3, stratify: "label", seed: 7 })
    const trained = await fit(
      seeded(() => cnn(data)),
      data,
      { epochs: 12, optimizer: tf.train.adam(5e-3) },
    )
    return { data, trained }
  })()
  return await made
}

/** What a bundle of the model on disk says of the first examples. */
async function fromDisk(trained: Trained, data: Dataset) {
  await using place = temporary()
  const folder = path.join(place.folder, "model")
  await trained.save(folder)
  using loaded = await loadModel(folder)
  const predictions = await loaded.classify(data.test)
  return { predictions, bytes: statSync(path.join(folder, "weights.bin")).size }
}

test("8 bits hold a weight within half a step, zero exactly; 16 bits within a thousandth", () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? 0 : Math.sin(i) * 3 + 1))
  const spec = { name: "kernel", shape: [10, 100], dtype: "float32" as const }
  const eight = stored(spec, values, "int8")
  const { scale } = (eight.spec as unknown as { quantization: { scale: number } }).quantization
  values.forEach((value, i) => {
    assert.ok(
      Math.abs(eight.values[i]! - value) <= scale * 0.51 || value > 3.9 || value < -1.9,
      `${value}, ${eight.values[i]}`,
    )
    assert.ok(Math.abs(eight.values[i]! - value) <= scale)
    if (value === 0) assert.equal(eight.values[i], 0)
  })
  assert.equal(eight.bytes.length, 1000)
  assert.deepEqual(stored(spec, eight.values, "int8").values, eight.values)
  const half = stored(spec, values, "float16")
  assert.ok(
    half.bytes.length === 2000 &&
      values.every((value, i) => Math.abs(half.values[i]! - value) <= 1e-3 * Math.max(1, Math.abs(value))),
  )
  assert.equal(
    stored(spec, new Float32Array(1000), "int8").values.every(value => value === 0),
    true,
  )
})

for (const [to, smaller] of [
  ["float16", 1.99],
  ["int8", 3.8],
] as const) {
  test(`${to} weights make the bundle ${smaller} times smaller, predict the same from disk, and lose next to nothing`, async () => {
    const { data, trained } = await teacher()
    using run = cell("eval")
    const result = await compress.quantise(trained, { to, on: data.test })
    assert.ok(mimeTypes.table in run.outputs.at(-1)!.bundle)
    assert.ok(result.before.bytes / result.after.bytes > smaller)
    assert.ok(result.lost <= 0.02 && result.before.figure > 0.9, `${result.before.figure} to ${result.after.figure}`)
    assert.equal((await evaluate(result.trained, data.test)).accuracy, result.after.figure)
    const { predictions, bytes } = await fromDisk(result.trained, data)
    assert.equal(bytes, result.after.bytes)
    const here = await result.trained.predict(data.test)
    here.forEach(({ label, probability }, i) => {
      assert.equal(predictions[i]!.label, label)
      assert.ok(Math.abs(predictions[i]!.probability - probability) < 1e-5)
    })
    assert.equal((await evaluate(trained, data.test)).accuracy, result.before.figure, "the model itself is as it was")
  })
}

test("dense layers in 8 bits predict nearly the same, here and from disk", async () => {
  const { data, trained } = await teacher()
  const result = await compress.dynamic(trained, { on: data.test })
  assert.ok(result.before.bytes / result.after.bytes > 3)
  assert.ok(result.lost <= 0.02)
  assert.ok(result.after.latency > 0)
  const [before, here] = [await trained.predict(data.test), await result.trained.predict(data.test)]
  const differ = here.filter(
    ({ probabilities }, i) => Math.abs(probabilities["3"]! - before[i]!.probabilities["3"]!) > 0.1,
  )
  assert.ok(differ.length < 0.02 * here.length)
  assert.ok(
    here.some(({ probability }, i) => probability !== before[i]!.probability),
    "it is computed in another way",
  )
  const { predictions, bytes } = await fromDisk(result.trained, data)
  assert.equal(bytes, result.after.bytes)
  assert.deepEqual(
    predictions.map(({ label }) => label),
    here.map(({ label }) => label),
  )
  const none = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.softmax()] })
  const without = Object.assign(Object.create(Object.getPrototypeOf(trained) as object), trained, {
    model: none,
  }) as Trained
  await assert.rejects(compress.dynamic(without, { on: data.test }), {
    code: "MODEL_INVALID",
    message: /no dense layers/,
  })
})

const zeros = ({ model }: Trained) => {
  const kernels = model.weights.map(weight => weight.read()).filter(({ rank }) => rank > 1)
  const values = kernels.flatMap(kernel => [...kernel.dataSync()])
  return values.filter(value => value === 0).length / values.length
}

test("pruned weights are 0 and stay 0 while the rest is trained on, which makes up for most of the loss", async () => {
  const { data, trained } = await teacher()
  const bare = await compress.prune(trained, data, { sparsity: 0.9, fineTune: false })
  const tuned = await compress.prune(trained, data, { sparsity: 0.9, fineTune: { epochs: 5, penalty: { l2: 1e-5 } } })
  for (const result of [bare, tuned]) {
    assert.ok(Math.abs(zeros(result.trained) - 0.9) < 0.002, `${zeros(result.trained)}`)
    assert.ok(result.after.zipped < 0.35 * result.before.zipped)
  }
  assert.ok(bare.lost > 0.1 && tuned.lost < 0.06, `lost ${bare.lost}, ${tuned.lost} after training`)
  assert.ok(zeros(trained) < 0.01, "the model itself is as it was")
  const both = await compress.quantise(tuned.trained, { to: "int8", on: data.test })
  assert.ok(Math.abs(zeros(both.trained) - zeros(tuned.trained)) < 0.05)
  assert.ok(both.before.zipped / both.after.zipped > 1.5)
})

test("a student that learns from a teacher is better than one that learns alone from few labels, and smaller", async () => {
  const { data, trained } = await teacher()
  const few = await digits().take(900).scale("min-max").split({ test: 0.93, stratify: "label", seed: 7 })
  const student = () => seeded(() => mlp(few, 8))
  const train = { epochs: 40, optimizer: tf.train.adam(0.02), validation: 0, seed: 2 }
  const taught = await compress.distil(trained, student(), data, { ...train, epochs: 15, on: data.test })
  const alone = await evaluate(await fit(student(), few, train), data.test)
  assert.ok(taught.before.bytes / taught.after.bytes > 10)
  assert.ok(taught.after.figure > alone.accuracy, `${taught.after.figure}, alone ${alone.accuracy}`)
})

test("a student that only listens comes to say what its teacher says", async () => {
  const { data, trained } = await teacher()
  const labels = data.train.ys.slice()
  const apart = async (hard: number) => {
    const { trained: student } = await compress.distil(
      trained,
      seeded(() => mlp(data, 24)),
      data,
      {
        epochs: 25,
        optimizer: tf.train.adam(0.01),
        hard,
        temperature: 2,
      },
    )
    const [a, b] = [await trained.predict(data.test), await student.predict(data.test)]
    const sum = a.reduce((total, { probabilities }, i) => {
      return (
        total +
        data.classes.reduce((each, name) => each + Math.abs(probabilities[name]! - b[i]!.probabilities[name]!), 0)
      )
    }, 0)
    return sum / a.length
  }
  const [listens, hardly] = [await apart(0), await apart(0.99)]
  assert.ok(listens < hardly, `${listens} apart, ${hardly} with labels alone`)
  assert.deepEqual(data.train.ys, labels)
})

test("numbers are compressed too, and measured by their error", async () => {
  const data = await flowers("height").scale("standard").encode("one-hot").split({ seed: 1 })
  const trained = await fit(
    seeded(() => mlp(data)),
    data,
    { epochs: 60, optimizer: tf.train.adam(0.05) },
  )
  const result = await compress.quantise(trained, { to: "int8", on: data.test })
  assert.equal(result.figure, "rmse")
  assert.equal(result.lost, result.after.figure - result.before.figure)
  const taught = await compress.distil(
    trained,
    seeded(() => mlp(data, 8), 6),
    data,
    { epochs: 100, optimizer: tf.train.adam(0.05) },
  )
  assert.ok(Number.isFinite(taught.lost) && taught.after.figure < 8, `${taught.after.figure}`)
})

test("what makes no sense is refused before any work", async () => {
  const { data, trained } = await teacher()
  await assert.rejects(compress.prune(trained, data, { sparsity: 1 }), {
    code: "DATA_INVALID",
    message: /sparsity is 1/,
  })
  await assert.rejects(compress.quantise(trained, { to: "int8", on: data.test, figure: "mae" }), {
    code: "DATA_INVALID",
    message: /no figure "mae"/,
  })
  const other = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 3, activation: "softmax" })],
  })
  await assert.rejects(compress.distil(trained, other, data), {
    code: "SHAPE_MISMATCH",
    message: /10 outputs, the student 3/,
  })
  await assert.rejects(compress.distil(trained, other, data, { hard: 1 }), { code: "DATA_INVALID" })
})
