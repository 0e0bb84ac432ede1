import assert from "node:assert/strict"
import path from "node:path"
import { test } from "node:test"
import { GraphModel } from "../../kernel/learn/models/graph/model.ts"
import { models } from "../../kernel/learn/models/index.ts"
import { type Core, tf } from "../../kernel/learn/tf.ts"
import { skip as withoutNative } from "../native/library.ts"
import { type Case, casesIn, distance, fixtures } from "./fixtures.ts"
import { skip as withoutOnnx } from "./onnx.ts"

const saved = path.join(fixtures, "saved")
const torch = path.join(fixtures, "torch")

/** What an opened model predicts of a case, as a list. */
async function predicted(model: GraphModel, { xs, shape, dtype }: Case, batch?: number): Promise<number[]> {
  const examples = tf.tensor(xs, shape, dtype)
  const outputs = await model.predict(examples, batch === undefined ? {} : { batch })
  const values = [...outputs.dataSync()]
  tf.dispose([examples, outputs])
  return values
}

test("a SavedModel that Keras exported predicts what Keras predicts", { skip: withoutNative }, async () => {
  const said = casesIn(saved).get("keras")!
  using model = await models.open(path.join(saved, "keras"))
  assert.deepEqual([model.inputs[0]!.shape, model.outputs[0]!.dtype], [[-1, 5], "float32"])
  assert.ok(distance(await predicted(model, said), said.ys) < 1e-6)
  assert.ok(distance(await predicted(model, said, 2), said.ys) < 1e-6, "in batches of 2")
  await assert.rejects(model.predict([[1, 2, 3]]), {
    code: "SHAPE_MISMATCH",
    message: /takes \[any, 5\].*given \[1, 3\]/,
  })
})

test("the signatures of a SavedModel are typed, and chosen by name", { skip: withoutNative }, async () => {
  const folder = path.join(saved, "two")
  await assert.rejects(models.open(folder), { code: "MODEL_INVALID", fix: /join.*half|half.*join/ })
  await assert.rejects(models.open(folder, { signature: "third" }), { message: /no signature "third"/ })
  using model = await models.open(folder, { signature: "join" })
  assert.deepEqual(
    model.inputs.map(({ name, dtype }) => `${name} ${dtype}`),
    ["a float32", "b int64"],
  )
  const outputs = await model.run({ a: [[1, 5, 2]], b: [[10, 20, 30]] })
  assert.deepEqual([...outputs.sum!.dataSync()], [11, 30, 36])
  assert.deepEqual([outputs.most!.dtype, ...outputs.most!.dataSync()], ["int32", 1])
  await assert.rejects(model.run({ a: [[1, 2, 3]] }), { code: "DATA_INVALID", message: /"b" is missing/ })
  await assert.rejects(model.run({ a: [[1, 2, 3]], c: [[1, 2, 3]] }), { message: /no input "c"/ })
  await assert.rejects(model.predict([[1, 2, 3]]), { message: /takes 2 inputs/ })
})

test("a SavedModel that reads files is refused before it is loaded", { skip: withoutNative }, async () => {
  await assert.rejects(models.open(path.join(saved, "reads")), { code: "MODEL_INVALID", message: /uses ReadFile/ })
})

for (const [name, said] of casesIn(torch)) {
  test(`${name}.onnx, written by PyTorch, predicts here what it predicts there`, { skip: withoutOnnx }, async () => {
    using model = await models.open(path.join(torch, `${name}.onnx`))
    assert.ok(model instanceof GraphModel)
    const far = distance(await predicted(model, said), said.ys)
    assert.ok(far < 1e-5, `${far} apart`)
    assert.ok(distance(await predicted(model, said, 2), said.ys) < 1e-5, "in batches of 2")
  })
}

test("a graph model of TensorFlow.js is run, in batches too", async () => {
  using model = await models.open(path.join(fixtures, "tfjs-graph"))
  assert.deepEqual(model.inputs, [{ name: "x", dtype: "float32", shape: [-1, 2] }])
  const outputs: Core.Tensor = await model.predict(
    [
      [1, 2],
      [-3, 1],
      [0, 0],
    ],
    { batch: 2 },
  )
  assert.deepEqual([...outputs.dataSync()], [5.5, 11, 0, 0, 0.5, 1])
})

test("what layers are loaded with and what is opened are told apart", async () => {
  await assert.rejects(models.load(path.join(torch, "mlp.onnx")), { code: "MODEL_INVALID", fix: /models\.open/ })
  await assert.rejects(models.load(path.join(saved, "keras")), { fix: /models\.open/ })
  await assert.rejects(models.load(path.join(fixtures, "tfjs-graph")), { fix: /models\.open/ })
  await assert.rejects(models.open(path.join(fixtures, "keras/dense.keras")), { fix: /models\.load/ })
  await assert.rejects(models.open("/nowhere/at/all"), { code: "FILE_NOT_FOUND" })
})
