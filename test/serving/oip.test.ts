import assert from "node:assert/strict"
import test, { after } from "node:test"
import { loadModel } from "../../kernel/learn/bundle/load.ts"
import { startServer } from "../../kernel/serving/server.ts"
import { saveClassifier, saveRegressor, scratch } from "./saved-model.ts"

const folder = await scratch()
const bundleDirectory = await saveClassifier(folder.path)
const server = await startServer({ bundleDirectory, port: 0, bodyLimit: 100_000 })
await server.ready
const model = await loadModel(bundleDirectory)
after(async () => {
  await server.stop()
  model.dispose()
  await folder[Symbol.asyncDispose]()
})

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(server.address + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
const pixels = Array.from({ length: 128 }, (_, index) => (index * 7) % 17)
const input = { name: "input", shape: [2, 8, 8, 1], datatype: "FP32", data: pixels }
const infer = "/v2/models/digits/infer"
const close = (actual: number[], expected: ArrayLike<number>) =>
  assert.ok(actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]!) < 1e-6))

test("an inference answers with what the model itself says, id, probabilities and labels", async () => {
  const { status, body } = await post(infer, { id: "a7", inputs: [input] })
  const expected = model.predictTensor(Float32Array.from(pixels), 2)
  assert.equal(status, 200)
  assert.deepEqual([body.id, body.model_name, body.model_version], ["a7", "digits", model.bundle.version])
  const [output, label] = body.outputs
  assert.deepEqual([output.name, output.shape, output.datatype], ["output", [2, 10], "FP32"])
  close(output.data, expected)
  const best = (row: number) =>
    [...expected.subarray(row * 10, row * 10 + 10)].map((p, i) => [p, i]).sort((a, b) => b[0]! - a[0]!)[0]![1]
  assert.deepEqual(label, { name: "label", shape: [2], datatype: "BYTES", data: [String(best(0)), String(best(1))] })
})

test("nested data, other number types and the versioned route give the same answer", async () => {
  const flat = await post(infer, { inputs: [input] })
  const nested = [0, 1].map(n =>
    [...Array(8).keys()].map(y => [...Array(8).keys()].map(x => [pixels[n * 64 + y * 8 + x]])),
  )
  const variants = [
    { data: nested },
    { datatype: "UINT8" },
    { datatype: "INT64" },
    { datatype: "FP64" },
    { datatype: "INT32", data: nested },
  ]
  for (const variant of variants)
    assert.deepEqual((await post(infer, { inputs: [{ ...input, ...variant }] })).body, flat.body)
  const versioned = await post(`/v2/models/digits/versions/${model.bundle.version}/infer`, { inputs: [input] })
  assert.deepEqual(versioned.body, flat.body)
})

test("only the outputs asked for are given, in the order asked", async () => {
  const { body } = await post(infer, { inputs: [input], outputs: [{ name: "label" }, { name: "output" }] })
  assert.deepEqual(
    body.outputs.map((output: { name: string }) => output.name),
    ["label", "output"],
  )
})

test("binary tensors go in and come out, little-endian", async () => {
  const json = JSON.stringify({
    inputs: [{ name: "input", shape: [2, 8, 8, 1], datatype: "FP32", parameters: { binary_data_size: 512 } }],
    outputs: [
      { name: "output", parameters: { binary_data: true } },
      { name: "label", parameters: { binary_data: true } },
    ],
  })
  const response = await fetch(server.address + infer, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", "inference-header-content-length": String(json.length) },
    body: Buffer.concat([Buffer.from(json), Buffer.from(Float32Array.from(pixels).buffer)]),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const length = Number(response.headers.get("inference-header-content-length"))
  const head = JSON.parse(bytes.toString("utf8", 0, length))
  assert.deepEqual(
    head.outputs.map((o: { parameters: unknown }) => o.parameters),
    [{ binary_data_size: 80 }, { binary_data_size: 10 }],
  )
  const floats = Array.from({ length: 20 }, (_, index) => bytes.readFloatLE(length + 4 * index))
  assert.deepEqual(floats, [...model.predictTensor(Float32Array.from(pixels), 2)])
  assert.equal(bytes.readUInt32LE(length + 80), 1)
})

const refusals: [string, unknown, RegExp][] = [
  ["a body that is no JSON", "{", /not valid JSON/],
  ["an empty body", "", /body/],
  ["a body without inputs", { id: "1" }, /no inference request: inputs/],
  ["an input of another name", { inputs: [{ ...input, name: "x" }] }, /The input input is missing; the request has x/],
  ["one input too many", { inputs: [input, { ...input, name: "x" }] }, /has no input x/],
  ["a wrong shape", { inputs: [{ ...input, shape: [2, 64] }] }, /has shape \[2,64\]; the model takes \[-1,8,8,1\]/],
  [
    "too few values",
    { inputs: [{ ...input, shape: [3, 8, 8, 1] }] },
    /has 128 values; its shape \[3,8,8,1\] makes 192/,
  ],
  ["no example", { inputs: [{ ...input, shape: [0, 8, 8, 1], data: [] }] }, /holds no example/],
  [
    "text for a number",
    { inputs: [{ ...input, data: pixels.with(5, "7" as unknown as number) }] },
    /Value 5 of input input is "7"/,
  ],
  [
    "null for a number",
    { inputs: [{ ...input, data: pixels.with(0, null as unknown as number) }] },
    /Value 0 .* is null/,
  ],
  [
    "a fraction as UINT8",
    { inputs: [{ ...input, datatype: "UINT8", data: pixels.with(1, 0.5) }] },
    /Value 1 .* is 0.5/,
  ],
  ["a number beyond UINT8", { inputs: [{ ...input, datatype: "UINT8", data: pixels.with(1, 256) }] }, /is 256/],
  ["text as datatype", { inputs: [{ ...input, datatype: "BYTES" }] }, /has datatype BYTES; the model takes numbers/],
  ["an unknown output", { inputs: [input], outputs: [{ name: "y" }] }, /has no output y; it has output, label/],
  ["a nesting that is not the shape's", { inputs: [{ ...input, data: [[1], [2]] }] }, /nesting/],
]
for (const [what, body, message] of refusals)
  test(`${what} is answered with 400 and a sentence`, async () => {
    const answer = await post(infer, body)
    assert.equal(answer.status, 400)
    assert.deepEqual(Object.keys(answer.body), ["error"])
    assert.match(answer.body.error, message)
  })

test("an unknown model, version or path is 404, another content type 415, a large body 413", async () => {
  const version = "/v2/models/digits/versions/9/infer"
  assert.match(
    (await post("/v2/models/cats/infer", { inputs: [input] })).body.error,
    /no model cats here; this server has digits/,
  )
  assert.equal((await post(version, { inputs: [input] })).status, 404)
  assert.deepEqual((await post("/nowhere", {})).body, { error: "There is nothing at POST /nowhere." })
  const csv = await post(infer, "1,2", { "content-type": "text/csv" })
  assert.deepEqual([csv.status, csv.body.error], [415, "The content type is not known here: send application/json."])
  const large = await post(infer, { inputs: [{ ...input, data: Array(60_000).fill(0) }] })
  assert.deepEqual(
    [large.status, large.body.error],
    [413, "The body is larger than 100000 bytes, the limit of this server."],
  )
})

test("server and model metadata and every probe answer", async () => {
  const get = async (path: string) => {
    const response = await fetch(server.address + path)
    return { status: response.status, body: JSON.parse(await response.text()) }
  }
  const { body } = await get("/v2/models/digits")
  assert.deepEqual(body.inputs, [{ name: "input", shape: [-1, 8, 8, 1], datatype: "FP32" }])
  assert.deepEqual(
    body.outputs.map((o: { datatype: string }) => o.datatype),
    ["FP32", "BYTES"],
  )
  assert.deepEqual((await get("/v2")).body.extensions, ["binary_tensor_data"])
  const probes = [
    "/v2/health/live",
    "/v2/health/ready",
    "/livez",
    "/readyz",
    "/ping",
    "/health",
    "/healthz",
    "/v2/models/digits/ready",
    "/",
  ]
  for (const path of probes) assert.equal((await get(path)).status, 200, path)
})

test("typed JSON takes raw examples and gives labelled predictions", async () => {
  const { status, body } = await post("/predict", { inputs: [pixels.slice(0, 64), pixels.slice(64)] })
  assert.equal(status, 200)
  const expected = await model.classify([pixels.slice(0, 64), pixels.slice(64)])
  assert.deepEqual(body.predictions, JSON.parse(JSON.stringify(expected)))
  const wrong = await post("/predict", { inputs: [[1, 2, 3]] })
  assert.equal(wrong.status, 400)
  assert.match(wrong.body.error, /An example has shape/)
  for (const bad of [{}, { inputs: [] }, { inputs: 3 }, []]) assert.equal((await post("/predict", bad)).status, 400)
})

test("before the model is loaded, readiness and predictions are 503 while liveness is 200", async () => {
  const loading = Promise.withResolvers<typeof model>()
  await using early = await startServer({ model: loading.promise, port: 0 })
  assert.equal((await fetch(`${early.address}/livez`)).status, 200)
  assert.equal((await fetch(`${early.address}/readyz`)).status, 503)
  const answer = await fetch(early.address + infer, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  })
  assert.deepEqual([answer.status, await answer.json()], [503, { error: "The model is still loading." }])
  loading.resolve({ ...model, dispose: () => {} })
  await early.ready
  assert.equal((await fetch(`${early.address}/readyz`)).status, 200)
})

test("answers that are not finite are valid JSON", async () => {
  await using where = await scratch()
  await using line = await startServer({
    bundleDirectory: await saveRegressor(where.path, Number.POSITIVE_INFINITY),
    port: 0,
  })
  await line.ready
  const send = async (path: string, body: unknown) => {
    const response = await fetch(line.address + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    return JSON.parse(await response.text())
  }
  const inputs = [{ name: "input", shape: [2, 2], datatype: "FP32", data: [1, 1, 1, 0] }]
  assert.deepEqual((await send("/v2/models/line/infer", { inputs })).outputs[0].data, [null, null])
  assert.deepEqual((await send("/predict", { inputs: [{ a: 1, b: 1 }] })).predictions[0].value, null)
})
