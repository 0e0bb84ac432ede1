import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:net"
import test from "node:test"
import { loadModel } from "../../kernel/learn/bundle/load.ts"
import { startServer } from "../../kernel/serving/server.ts"
import { saveClassifier, scratch } from "./saved-model.ts"

async function occupied() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  assert.ok(address !== null && typeof address === "object")
  return { port: address.port, [Symbol.dispose]: () => void server.close() }
}

test("a port in use is named with what to do, or the next free one is taken", async () => {
  await using folder = await scratch()
  const model = await loadModel(await saveClassifier(folder.path))
  using taken = await occupied()
  await assert.rejects(startServer({ model, port: taken.port, portPolicy: "exact" }), {
    code: "PORT_IN_USE",
    message: `Port ${taken.port} on 127.0.0.1 is in use by another program.`,
    fix: /--port/,
  })
  await using server = await startServer({ model, port: taken.port })
  await server.ready
  assert.ok(server.port > taken.port)
  assert.equal((await fetch(`${server.address}/readyz`)).status, 200)
})

test("a host that is not this machine's is an error with the reason", async () => {
  await using folder = await scratch()
  const model = await loadModel(await saveClassifier(folder.path))
  await assert.rejects(startServer({ model, host: "203.0.113.7", port: 0 }), {
    code: "SERVICE_FAILED",
    message: /EADDRNOTAVAIL/,
  })
})
