import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { kindOf } from "../../kernel/contracts/brand.ts"
import { bundleSchema } from "../../kernel/contracts/bundle.ts"
import { fit, image, loadModel, saveModel, serve, tf } from "../../kernel/learn/index.ts"
import type { Layers } from "../../kernel/learn/tf.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { cnn, mlp } from "./network.ts"

async function folder() {
  const path = await mkdtemp(join(tmpdir(), "kaon-learn-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function trainedDigits() {
  const data = await digits().take(300).scale("standard").split({ test: 0.2, seed: 7 })
  return { data, trained: await fit(cnn(data), data, { epochs: 2 }) }
}

test("a saved model gives the same predictions in a fresh process, from raw values", async () => {
  await using place = await folder()
  const { data, trained } = await trainedDigits()
  const directory = join(place.path, "model")
  const version = await trained.save(directory)
  const before = (await trained.predict(data.test)).flatMap(({ probabilities }) => Object.values(probabilities))
  const script = `const { loadModel } = await import(${JSON.stringify(new URL("../../kernel/learn/index.ts", import.meta.url).href)})
    const model = await loadModel(${JSON.stringify(directory)})
    const raw = Float32Array.from(JSON.parse(process.argv[1]))
    process.stdout.write("§" + JSON.stringify([model.bundle.version, [...model.predictTensor(raw, ${data.test.size})]]))`
  const raw = JSON.stringify([...data.test.raw()])
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script, raw], { encoding: "utf8" })
  const [loaded, after] = JSON.parse(output.split("§")[1]!) as [string, number[]]
  assert.equal(loaded, version)
  assert.equal(after.length, before.length)
  after.forEach((value, i) => {
    assert.ok(Math.abs(value - before[i]!) < 1e-6)
  })
})

test("a bundle says what the contract asks, and equal content has equal version", async () => {
  await using place = await folder()
  const { trained } = await trainedDigits()
  const [a, b] = [join(place.path, "a"), join(place.path, "b")]
  const first = await saveModel(trained, a, { name: "digits", figures: { accuracy: 0.98 } })
  const again = await saveModel(trained, b, { name: "digits", figures: { accuracy: 0.98 } })
  const other = await saveModel(trained, b, { name: "other" })
  assert.equal(first.version, again.version)
  assert.notEqual(first.version, other.version)
  assert.deepEqual((await readdir(place.path)).sort(), ["a", "b"])
  const bundle = bundleSchema.parse(JSON.parse(await readFile(join(a, "bundle.json"), "utf8")))
  assert.deepEqual(bundle.input, { kind: "image", height: 8, width: 8, channels: 1 })
  assert.deepEqual(bundle.labels, [..."0123456789"])
  assert.deepEqual(bundle.inputs[0]!.shape, [-1, 8, 8, 1])
  assert.deepEqual((await loadModel(b)).bundle.name, "other")
})

test("a loaded model classifies tables with texts as they were in training", async () => {
  await using place = await folder()
  const data = await flowers().scale("min-max").encode("one-hot").split({ seed: 1 })
  const trained = await fit(mlp(data), data, { epochs: 5 })
  await trained.save(place.path)
  using model = await loadModel(place.path)
  const rows = data.test.rows()
  const [before, after] = [await trained.predict(rows), await model.classify(rows)]
  assert.deepEqual(
    after.map(({ label }) => label),
    before.map(({ label }) => label),
  )
  const [outputs] = await model.predict(rows)
  assert.equal(outputs!.length, rows.length * 3)
  await assert.rejects(model.classify([1, 2]), { code: "SHAPE_MISMATCH" })
})

test("a loaded model gives all its memory back, that of parts that are used twice too", async () => {
  await using place = await folder()
  const data = await flowers().encode("ordinal").split({ seed: 1 })
  const inner = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: data.shape })] })
  const shared = tf.layers.dense({ units: 4 })
  const inputs = tf.input({ shape: data.shape })
  const apply = (layer: typeof shared | typeof inner, to: Layers.SymbolicTensor) =>
    layer.apply(to) as Layers.SymbolicTensor
  // TensorFlow.js counts each use of a part, and takes one off where the whole is disposed of.
  const twice = tf.layers.add().apply([apply(inner, inputs), apply(inner, inputs)]) as Layers.SymbolicTensor
  const outputs = apply(tf.layers.dense({ units: 3, activation: "softmax" }), apply(shared, apply(shared, twice)))
  const network = tf.model({ inputs, outputs })
  await (await fit(network, data, { epochs: 1 })).save(place.path)
  const before = tf.memory().numTensors
  for (let round = 0; round < 3; round++) {
    using model = await loadModel(place.path)
    assert.equal((await model.classify(data.test.rows({ limit: 1 }))).length, 1)
  }
  assert.equal(tf.memory().numTensors, before)
})

const damages: Record<string, { damage(directory: string): Promise<unknown>; says: RegExp }> = {
  "a missing file": { damage: dir => rm(join(dir, "weights.bin")), says: /weights\.bin cannot be read/ },
  "half of the weights": {
    damage: async dir =>
      writeFile(join(dir, "weights.bin"), (await readFile(join(dir, "weights.bin"))).subarray(0, 100)),
    says: /do not have the content/,
  },
  "half of bundle.json": {
    damage: async dir =>
      writeFile(join(dir, "bundle.json"), (await readFile(join(dir, "bundle.json"))).subarray(0, 100)),
    says: /bundle\.json is not complete JSON/,
  },
  "a bundle.json of something else": {
    damage: dir => writeFile(join(dir, "bundle.json"), "{}"),
    says: /bundle\.json: format/,
  },
  "no folder at all": { damage: dir => rm(dir, { recursive: true }), says: /bundle\.json cannot be read/ },
}

for (const [name, { damage, says }] of Object.entries(damages)) {
  test(`${name} is MODEL_INVALID and says what is wrong`, async () => {
    await using place = await folder()
    const directory = join(place.path, "model")
    const data = await flowers().encode("ordinal").split({ seed: 1 })
    await (await fit(mlp(data), data, { epochs: 1 })).save(directory)
    await damage(directory)
    await assert.rejects(loadModel(directory), { code: "MODEL_INVALID", message: says })
  })
}

test("a folder that cannot be written is WRITE_FAILED and leaves nothing behind", async () => {
  await using place = await folder()
  const data = await flowers().encode("ordinal").split({ seed: 1 })
  const trained = await fit(mlp(data), data, { epochs: 1 })
  await writeFile(join(place.path, "file"), "")
  await assert.rejects(trained.save(join(place.path, "file", "model")), { code: "WRITE_FAILED" })
  assert.deepEqual(await readdir(place.path), ["file"])
})

test("serve describes a service, starts nothing, and refuses what does not fit", async () => {
  const { data, trained } = await trainedDigits()
  const service = serve(trained, { input: image(8, 8), labels: data.classes })
  assert.equal(kindOf(service), "service")
  assert.equal(kindOf(service.input), "image")
  assert.equal(service.address, undefined)
  service.address = "http://127.0.0.1:8080"
  assert.throws(() => serve(trained, { input: image(28, 28) }), { code: "SHAPE_MISMATCH" })
  assert.throws(() => serve(trained, { labels: ["a"] }), { code: "SHAPE_MISMATCH" })
})
