import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import test from "node:test"
import { loadModel } from "../../kernel/learn/bundle/load.ts"
import { connect } from "../../kernel/serving/client.ts"
import { startServer } from "../../kernel/serving/server.ts"
import { saveClassifier, saveRegressor, scratch } from "./saved-model.ts"

async function serveDigits() {
  const folder = await scratch()
  const server = await startServer({ bundleDirectory: await saveClassifier(folder.path), port: 0 })
  const model = await server.ready
  return {
    server,
    model,
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const flat = Array.from({ length: 64 }, (_, index) => index % 17)
const image = [...Array(8).keys()].map(y => flat.slice(y * 8, y * 8 + 8))

test("one example in any form gives one prediction, the same as the model's own", async () => {
  await using digits = await serveDigits()
  const model = await connect(digits.server.address)
  const [expected] = await digits.model.classify([flat])
  assert.deepEqual([model.name, model.labels?.length], ["digits", 10])
  const forms = [
    flat,
    image,
    image.map(row => row.map(value => [value])),
    Float32Array.from(flat),
    Uint8Array.from(flat),
  ]
  for (const form of forms) assert.deepEqual(await model.predict(form as number[]), expected)
})

test("a list of examples gives a list, in order", async () => {
  await using digits = await serveDigits()
  // A service that was deployed is as good as its address.
  assert.equal((await connect(digits.server)).name, "digits")
  await assert.rejects(connect({ address: undefined }), {
    code: "SERVICE_NOT_FOUND",
    message: /not deployed yet/,
    fix: /%%deploy/,
  })
  const model = await connect(`${digits.server.address}/`)
  const other = flat.toReversed()
  const expected = await digits.model.classify([flat, other])
  assert.deepEqual(await model.predict([flat, other]), expected)
  assert.deepEqual(await model.predict([Uint8Array.from(flat), Uint8Array.from(other)]), expected)
  const single = await model.predict([image])
  assert.ok(Array.isArray(single) && single.length === 1)
})

test("rows by column name and plain numbers work for a model of columns", async () => {
  await using folder = await scratch()
  await using server = await startServer({ bundleDirectory: await saveRegressor(folder.path), port: 0 })
  await server.ready
  const model = await connect(server.address)
  assert.equal((await model.predict({ a: 1, b: 2 })).value, 8)
  assert.ok(Number.isNaN((await model.predict([1, 2])).probability))
  assert.deepEqual(
    (
      await model.predict([
        { a: 1, b: 2 },
        { a: 0, b: 1 },
      ])
    ).map(({ value }) => value),
    [8, 3],
  )
})

test("a wrong example is told in the service's own words", async () => {
  await using digits = await serveDigits()
  const model = await connect(digits.server.address)
  await assert.rejects(model.predict([1, 2, 3]), {
    code: "REQUEST_INVALID",
    message: /An example has shape \[8, 8, 1\]/,
  })
})

test("an address without a service, or with another kind of server, is named", async () => {
  const other = createServer((_request, response) => response.end("<html>")).listen(0, "127.0.0.1")
  await once(other, "listening")
  const address = other.address()
  assert.ok(address !== null && typeof address === "object")
  const url = `http://127.0.0.1:${address.port}`
  await assert.rejects(connect(url), { code: "SERVICE_FAILED", message: /no model server of Kaon/ })
  other.close()
  await once(other, "close")
  await assert.rejects(connect(url, { retries: 1 }), { code: "SERVICE_NOT_FOUND", message: /ECONNREFUSED/ })
  await assert.rejects(connect("localhost"), { code: "REQUEST_INVALID" })
})

test("a service that is still loading is waited for, and one that never is ready is given up", async () => {
  await using folder = await scratch()
  const loading = Promise.withResolvers<Awaited<ReturnType<typeof loadModel>>>()
  const asked = Promise.withResolvers<void>()
  await using server = await startServer({ model: loading.promise, port: 0 })
  const model = connect(server.address)
  void fetch(`${server.address}/readyz`).then(() => asked.resolve())
  await asked.promise
  loading.resolve(await loadModel(await saveClassifier(folder.path)))
  assert.equal((await model).name, "digits")
  const never = Promise.withResolvers<never>()
  const stuck = await startServer({ model: never.promise, port: 0 })
  await assert.rejects(connect(stuck.address, { retries: 1 }), { code: "SERVICE_FAILED", message: /still loading/ })
  never.reject(new Error("not needed any more"))
  await stuck.stop()
})

test("a service that does not answer is given up after the time-out, an abort at once", async () => {
  const silent = createServer(() => {}).listen(0, "127.0.0.1")
  await once(silent, "listening")
  const address = silent.address()
  assert.ok(address !== null && typeof address === "object")
  const url = `http://127.0.0.1:${address.port}`
  await assert.rejects(connect(url, { timeout: 50 }), {
    code: "SERVICE_FAILED",
    message: /did not answer within 0.05 s/,
  })
  await assert.rejects(connect(url, { signal: AbortSignal.abort() }), { code: "INTERRUPTED" })
  silent.closeAllConnections()
  silent.close()
})

test("the key is sent as a bearer token", async () => {
  const seen = Promise.withResolvers<string | undefined>()
  const server = createServer((request, response) => {
    seen.resolve(request.headers.authorization)
    response.writeHead(401).end('{"error":"The key is not known."}')
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  assert.ok(address !== null && typeof address === "object")
  const connecting = connect(`http://127.0.0.1:${address.port}`, { apiKey: "k1" })
  await assert.rejects(connecting, { code: "REQUEST_INVALID", message: "The key is not known." })
  assert.equal(await seen.promise, "Bearer k1")
  server.close()
})
