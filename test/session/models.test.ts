import assert from "node:assert/strict"
import path from "node:path"
import { test } from "node:test"
import { stopDeployment } from "../../kernel/serving/index.ts"
import { casesIn, distance, fixtures } from "../models/fixtures.ts"
import { skip as withoutOnnx } from "../models/onnx.ts"
import { skip as withoutNative } from "../native/library.ts"
import { scratch } from "../serving/saved-model.ts"
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

for (const [format, folder, file, said, skip] of [
  ["an ONNX model of PyTorch", "torch", "mlp.onnx", "mlp", withoutOnnx],
  ["a SavedModel of Keras", "saved", "keras", "keras", withoutNative],
] as const)
  test(`a deploy cell puts ${format} into service, and the next cell asks it`, { skip }, async () => {
    await using notebook = await scratch()
    await using kernel = await startOurs(notebook.path)
    const source = JSON.stringify(path.join(fixtures, folder, file))
    const expected = casesIn(path.join(fixtures, folder)).get(said)!
    const opened = await kernel.execute(`import models from "kaon:models"
const network = await models.open(${source})`)
    assert.equal(opened.status, "ok", JSON.stringify(opened.error))
    const deployed = await kernel.execute(`%%deploy levels --port 0
import { serve } from "kaon:serve"
const service = serve(network, { labels: ["low", "middle", "high"] })`)
    try {
      assert.equal(deployed.status, "ok", JSON.stringify(deployed.error))
      const asked = await kernel.execute(`const level = await connect(service)
const said = await level.predict(${JSON.stringify([expected.xs.slice(0, 5)])})
JSON.stringify(Object.values(said[0].probabilities))`)
      assert.equal(asked.status, "ok", JSON.stringify(asked.error))
      const probabilities = JSON.parse(String(textOf(asked)).replace(/^'|'$/g, "")) as number[]
      assert.ok(distance(probabilities, expected.ys.slice(0, 3)) < 1e-5)
    } finally {
      await stopDeployment(notebook.path, "levels")
    }
  })
