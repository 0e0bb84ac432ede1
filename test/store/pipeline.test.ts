import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { fit, tf, valueCodecs } from "../../kernel/learn/index.ts"
import { digits } from "../learn/digits.ts"
import { emptyStore } from "./folder.ts"

const program = fileURLToPath(new URL("pipeline.ts", import.meta.url))
const ran = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { maxBuffer: 1e8 })
  return JSON.parse(stdout)
}

test("dataset, model, trained model, report, split, table and tensors are the same in a fresh process, and train on the same", async () => {
  await using place = await emptyStore()
  const root = join(place.folder, "shared")
  const made = await ran("make", root)
  const used = await ran("use", root, JSON.stringify(made.digests))
  assert.deepEqual(used.seen, made.seen)
  assert.deepEqual(new Set(Object.values(used.same)), new Set([true]), JSON.stringify(used.same))
  assert.deepEqual(made.seen.shared, [true, true, true])
})

test("a model compiled by hand, and a disposed tensor, are refused with the reason", async () => {
  await using place = await emptyStore({ codecs: valueCodecs })
  const { values } = place.store
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
  await values.save(model)
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" })
  await assert.rejects(values.save(model, "net"), /net is a model compiled by hand/)
  const gone = tf.scalar(1)
  gone.dispose()
  await assert.rejects(values.save({ gone }, "x"), /a tensor that was disposed/)
})

test("a model that was stored and then trained is another value, and what was stored stays", async () => {
  await using place = await emptyStore({ codecs: valueCodecs })
  const { values } = place.store
  const data = await digits().take(60).scale("min-max").split({ test: 0.5, seed: 1 })
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: data.shape }), tf.layers.dense({ units: 10, activation: "softmax" })],
  })
  const before = await values.save(model)
  const weights = [...model.getWeights()[0]!.dataSync()]
  await fit(model, data, { epochs: 1, seed: 1 })
  const after = await values.save(model)
  assert.notEqual(before.digest, after.digest)
  const old = (await values.load(before.digest)) as typeof model
  assert.notEqual(old, model)
  assert.deepEqual([...old.getWeights()[0]!.dataSync()], weights)
  assert.equal(await values.load(after.digest), model)
})
