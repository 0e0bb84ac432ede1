import assert from "node:assert/strict"
import { appendFile, cp, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import test, { after } from "node:test"
import { loadBundle, loadModel, models, saveModel, serve, tf } from "../../kernel/learn/index.ts"
import { connect } from "../../kernel/serving/client.ts"
import { deployLocal, stopDeployment } from "../../kernel/serving/local.ts"
import { startServer } from "../../kernel/serving/server.ts"
import { digits } from "../learn/digits.ts"
import { casesIn, distance, fixtures } from "../models/fixtures.ts"
import { skip as withoutOnnx } from "../models/onnx.ts"
import { skip as withoutNative } from "../native/library.ts"
import { scratch } from "./saved-model.ts"

const folder = await scratch()
after(() => folder[Symbol.asyncDispose]())
const torch = path.join(fixtures, "torch")
const saved = path.join(fixtures, "saved")

const post = async (address: string, body: unknown) => {
  const headers = { "content-type": "application/json" }
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

/** A server of a model that was opened and saved as a bundle. */
async function served(from: string, name: string, options: Parameters<typeof serve>[1] & { signature?: string } = {}) {
  const { signature, ...as } = options
  using model = await models.open(from, { signature })
  const directory = path.join(folder.path, name)
  const bundle = await saveModel(model, directory, { name, ...as })
  const server = await startServer({ bundleDirectory: directory, port: 0 })
  await server.ready
  const infer = (body: unknown) => post(`${server.address}/v2/models/${name}/infer`, body)
  return { server, bundle, infer, directory, [Symbol.asyncDispose]: () => server.stop() }
}

for (const [name, said] of casesIn(torch)) {
  test(`${name}.onnx of PyTorch answers as a service what PyTorch says`, { skip: withoutOnnx }, async () => {
    await using service = await served(path.join(torch, `${name}.onnx`), name)
    const inputs = [{ name: "x", shape: said.shape, datatype: "FP32", data: said.xs }]
    const { body } = await service.infer({ id: "1", inputs })
    assert.deepEqual([body.outputs[0].name, body.outputs[0].shape], ["y", said.outputs])
    assert.ok(distance(body.outputs[0].data, said.ys) < 1e-5)
    const answer = await fetch(`${service.server.address}/v2/models/${name}`)
    const metadata = JSON.parse(await answer.text())
    assert.deepEqual(metadata.platform, "onnxruntime_onnx")
    assert.deepEqual(metadata.inputs, [{ name: "x", shape: [-1, ...said.shape.slice(1)], datatype: "FP32" }])
  })
}

test("typed JSON and the client ask an ONNX model by its own examples, with labels", {
  skip: withoutOnnx,
}, async () => {
  const said = casesIn(torch).get("mlp")!
  const labels = ["low", "middle", "high"]
  await using service = await served(path.join(torch, "mlp.onnx"), "levels", { labels })
  const model = await connect(service.server.address)
  const rows = [0, 1, 2].map(i => said.xs.slice(i * 5, i * 5 + 5))
  const predictions = await model.predict(rows)
  assert.ok(Array.isArray(predictions))
  for (const [i, { label, probability, probabilities }] of predictions.entries()) {
    const row = said.ys.slice(i * 3, i * 3 + 3)
    assert.equal(label, labels[row.indexOf(Math.max(...row))])
    assert.ok(Math.abs(probability - Math.max(...row)) < 1e-5)
    assert.ok(distance(Object.values(probabilities), row) < 1e-5)
  }
  assert.deepEqual(await model.predict(Float32Array.from(rows[1]!)), predictions[1])
  const { body } = await service.infer({ inputs: [{ name: "x", shape: [3, 5], datatype: "FP64", data: said.xs }] })
  assert.deepEqual(
    body.outputs[1].data,
    predictions.map(({ label }) => label),
  )
  const wrong = await post(`${service.server.address}/predict`, { inputs: [[1, 2, 3]] })
  assert.equal(wrong.status, 400)
  assert.match(wrong.body.error, /example of "x" has shape \[5\].*\[3\]/)
  await assert.rejects(served(path.join(torch, "mlp.onnx"), "two", { labels: ["a", "b"] }), {
    code: "SHAPE_MISMATCH",
    message: /2 labels for the 3 numbers of output "y"/,
  })
})

test("pictures are turned as a model of PyTorch takes them", { skip: withoutOnnx }, async () => {
  const said = casesIn(torch).get("cnn")!
  const input = { kind: "image", height: 8, width: 8, channels: 2 } as const
  await using service = await served(path.join(torch, "cnn.onnx"), "pictures", { input })
  // What PyTorch was given, [channels, height, width], with the channels last.
  const last = tf.tidy(() => tf.transpose(tf.tensor(said.xs, [3, 2, 8, 8]), [0, 2, 3, 1]).arraySync()) as number[][][][]
  const model = await connect(service.server.address)
  const predictions = await model.predict(last)
  assert.ok(Array.isArray(predictions))
  assert.ok(
    distance(
      predictions.flatMap(({ values = [] }) => values),
      said.ys,
    ) < 1e-5,
  )
  const one = await model.predict(last[0]!)
  assert.ok(!Array.isArray(one) && distance(one.values!, said.ys.slice(0, 2)) < 1e-5)
})

test("a SavedModel of Keras is a service, in JSON and in bytes", { skip: withoutNative }, async () => {
  const said = casesIn(saved).get("keras")!
  await using service = await served(path.join(saved, "keras"), "keras")
  assert.equal(service.bundle.platform, "tensorflow_savedmodel")
  const [input, output] = [service.bundle.inputs[0]!, service.bundle.outputs[0]!]
  const { body } = await service.infer({ inputs: [{ ...input, shape: said.shape, data: said.xs }] })
  assert.ok(distance(body.outputs[0].data, said.ys) < 1e-5)
  const parameters = { binary_data_size: 60 }
  const json = JSON.stringify({
    inputs: [{ name: input.name, shape: [3, 5], datatype: "FP32", parameters }],
    outputs: [{ name: output.name, parameters: { binary_data: true } }],
  })
  const response = await fetch(`${service.server.address}/v2/models/keras/infer`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", "inference-header-content-length": String(json.length) },
    body: Buffer.concat([Buffer.from(json), Buffer.from(Float32Array.from(said.xs).buffer)]),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const tail = bytes.subarray(Number(response.headers.get("inference-header-content-length")))
  assert.ok(
    distance(
      Array.from({ length: 9 }, (_, i) => tail.readFloatLE(i * 4)),
      said.ys,
    ) < 1e-5,
  )
})

test("inputs and outputs of several types go by their names", { skip: withoutNative }, async () => {
  await using service = await served(path.join(saved, "two"), "join", { signature: "join", output: "sum" })
  assert.deepEqual(service.bundle.inputs, [
    { name: "a", shape: [-1, 3], datatype: "FP32" },
    { name: "b", shape: [-1, 3], datatype: "INT64" },
  ])
  const a = { name: "a", shape: [1, 3], datatype: "FP32", data: [1, 5, 2] }
  const b = { name: "b", shape: [1, 3], datatype: "INT64", data: [[10, 20, 30]] }
  const { body } = await service.infer({ inputs: [b, a] })
  assert.deepEqual(body.outputs, [
    { name: "most", shape: [1], datatype: "INT64", data: [1] },
    { name: "sum", shape: [1, 3], datatype: "FP32", data: [11, 30, 36] },
  ])
  const answer = await post(`${service.server.address}/predict`, { inputs: [{ a: [1, 5, 2], b: [10, 20, 30] }] })
  assert.deepEqual(answer.body.predictions[0].values, [11, 30, 36])
  const refusals: [unknown[], RegExp][] = [
    [[a], /input b is missing; the request has a/],
    [[a, b, { ...a, name: "c" }], /no input c; it has a, b/],
    [[a, b, b], /b comes twice/],
    [[a, { ...b, datatype: "FP32", data: [1, 2.5, 3] }], /Value 1 of input b is 2.5/],
    [[a, { ...b, shape: [1, 2], data: [1, 2] }], /takes \[-1,3\]/],
  ]
  for (const [inputs, says] of refusals) {
    const refused = await service.infer({ inputs })
    assert.equal(refused.status, 400)
    assert.match(refused.body.error, says)
  }
  const none = await post(`${service.server.address}/predict`, { inputs: [{ a: [1, 5, 2] }] })
  assert.match(none.body.error, /lacks the input "b"/)
})

test("a graph model of TensorFlow.js is a service", async () => {
  await using service = await served(path.join(fixtures, "tfjs-graph"), "graph")
  const inputs = [{ name: "x", shape: [2, 2], datatype: "FP32", data: [1, 2, -3, 1] }]
  assert.deepEqual((await service.infer({ inputs })).body.outputs[0].data, [5.5, 11, 0, 0])
  await assert.rejects(loadModel(service.directory), { code: "MODEL_INVALID", message: /tensorflowjs_graph/ })
})

test("an adopted model is a service with its dataset's preparation and classes", { skip: withoutOnnx }, async () => {
  const data = await digits().scale("min-max").split({ test: 0.2, seed: 7 })
  const network = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 10 })],
  })
  using opened = await models.open(await models.save(network, path.join(folder.path, "logits.onnx")))
  const adopted = models.adopt(opened, data, { activation: "softmax" })
  const service = serve(adopted)
  assert.deepEqual([service.labels, service.input.kind], [data.classes, "image"])
  assert.throws(() => serve(adopted, { output: "y" }), { code: "DATA_INVALID", fix: /models\.adopt/ })
  const directory = path.join(folder.path, "adopted")
  const bundle = await saveModel(adopted, directory, { name: "digits" })
  assert.equal((await saveModel(adopted, path.join(folder.path, "again"), { name: "digits" })).version, bundle.version)
  await using server = await startServer({ bundleDirectory: directory, port: 0 })
  await server.ready
  const client = await connect(server.address)
  const [first, second] = data.test.rows({ limit: 2 })
  const [here] = await adopted.predict([first!])
  const there = await client.predict(first!)
  assert.equal(there.label, here!.label)
  assert.ok(distance(Object.values(there.probabilities), Object.values(here!.probabilities)) < 1e-6)
  const raw = [first!, second!].flatMap(row => Object.values(row)[0] as number[])
  const inputs = [{ name: "input", shape: [2, 8, 8, 1], datatype: "UINT8", data: raw }]
  const { body } = await post(`${server.address}/v2/models/digits/infer`, { inputs })
  assert.ok(distance(body.outputs[0].data.slice(0, 10), Object.values(here!.probabilities)) < 1e-6)
  assert.equal(body.outputs[1].data[0], here!.label)
})

test("a file of the model that was changed, lost or added is found before it is opened", async () => {
  using model = await models.open(path.join(fixtures, "tfjs-graph"))
  const bundle = path.join(folder.path, "whole")
  await saveModel(model, bundle, { name: "whole" })
  const damages: Record<string, (directory: string) => Promise<unknown>> = {
    changed: directory => appendFile(path.join(directory, "model/weights.bin"), "x"),
    added: directory => writeFile(path.join(directory, "model/more.bin"), ""),
    lost: directory => rm(path.join(directory, "model/weights.bin")),
  }
  for (const [what, damage] of Object.entries(damages)) {
    const directory = path.join(folder.path, what)
    await cp(bundle, directory, { recursive: true })
    await damage(directory)
    await assert.rejects(loadBundle(directory), { code: "MODEL_INVALID", message: /do not have the content/ })
  }
})

test("where the library that runs it is missing, deploying says which command installs it", {
  skip: withoutOnnx,
}, async () => {
  using model = await models.open(path.join(torch, "mlp.onnx"))
  const bundleDirectory = path.join(folder.path, "bundle")
  await saveModel(model, bundleDirectory, { name: "mlp" })
  const { KAON_HOME } = process.env
  process.env.KAON_HOME = path.join(folder.path, "empty")
  try {
    await assert.rejects(deployLocal({ bundleDirectory, name: "mlp", directory: folder.path, port: 0 }), {
      code: "NATIVE_UNSUPPORTED",
      message: /ONNX Runtime.*not installed/,
      fix: /kaon setup onnx/,
    })
  } finally {
    if (KAON_HOME === undefined) delete process.env.KAON_HOME
    else process.env.KAON_HOME = KAON_HOME
  }
  const record = await deployLocal({ bundleDirectory, name: "mlp", directory: folder.path, port: 0 })
  assert.equal(record.state, "ready")
  assert.equal((await connect(record.address)).name, "mlp")
  await stopDeployment(folder.path, "mlp")
})
