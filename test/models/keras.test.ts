import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { models } from "../../kernel/learn/models/index.ts"
import { tf } from "../../kernel/learn/tf.ts"
import { casesIn, distance, fixtures, predicted } from "./fixtures.ts"

const folder = path.join(fixtures, "keras")
const cases = casesIn(folder)

for (const [name, said] of cases) {
  for (const file of [`${name}.keras`, `${name}.h5`]) {
    if (!existsSync(path.join(folder, file))) continue
    test(`${file}, written by Keras, predicts here what it predicts there`, async () => {
      const before = tf.memory().numTensors
      const model = await models.load(path.join(folder, file))
      const far = distance(predicted(model, said), said.ys)
      assert.ok(far < 1e-5, `${far} apart`)
      model.dispose()
      // TensorFlow.js itself does not free the weights of models inside others.
      if (name !== "inside") assert.equal(tf.memory().numTensors, before, "a tensor was left behind")
    })
  }
  if (name === "divided") continue
  test(`${name} written as .keras and read again predicts the same`, async () => {
    const home = await mkdtemp(path.join(tmpdir(), "kaon-models-"))
    try {
      const model = await models.load(path.join(folder, `${name}.keras`))
      const file = await models.save(model, path.join(home, "again.keras"))
      const again = await models.load(file)
      assert.ok(distance(predicted(again, said), predicted(model, said)) < 1e-6)
      const tfjs = await models.load(await models.save(model, path.join(home, "tfjs")))
      assert.ok(distance(predicted(tfjs, said), predicted(model, said)) < 1e-6, "by way of TensorFlow.js")
    } finally {
      await rm(home, { recursive: true })
    }
  })
}

test("a layer that Keras has no counterpart for is named where a model is written for it", async () => {
  const model = await models.load(path.join(folder, "divided.keras"))
  const target = path.join(tmpdir(), "kaon-never.keras")
  await assert.rejects(models.save(model, target), { code: "MODEL_INVALID", message: /"true_divide" \(KaonDivide\)/ })
  assert.equal(existsSync(target), false)
  const gates = tf.sequential({ layers: [tf.layers.lstm({ units: 2, inputShape: [3, 2], name: "memory" })] })
  await assert.rejects(models.save(gates, target), { code: "MODEL_INVALID", message: /"memory".*hard_sigmoid.*slope/ })
})
