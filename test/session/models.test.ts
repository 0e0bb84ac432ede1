import assert from "node:assert/strict"
import path from "node:path"
import { test } from "node:test"
import { fixtures } from "../models/fixtures.ts"
import { startOurs, textOf } from "./kernel.ts"

test("a cell loads a model of Keras, shows its layers, and predicts with it", async () => {
  await using kernel = await startOurs()
  const file = JSON.stringify(path.join(fixtures, "keras/dense.keras"))
  const shown = await kernel.execute(`import models from "kaon:models"
const network = await models.load(${file})
network`)
  assert.match(String(textOf(shown)), /dense_1 \(Dense\)/)
  assert.equal(textOf(await kernel.execute("network.predict(tf.zeros([2, 5])).shape")), "[ 2, 3 ]")
  const refused = await kernel.execute(`await models.load("nowhere.keras")`)
  assert.equal(refused.status, "error")
  assert.match(JSON.stringify(refused.error), /FILE_NOT_FOUND|There is no model at/)
})
