import assert from "node:assert/strict"
import { Agent, request } from "node:http"
import test from "node:test"
import { loadModel } from "../../kernel/learn/bundle/load.ts"
import { startServer } from "../../kernel/serving/server.ts"
import { saveClassifier, scratch } from "./saved-model.ts"

const rounds = 2000
const data = Array.from({ length: 64 }, (_, index) => index % 17)
const body = JSON.stringify({ inputs: [{ name: "input", shape: [1, 8, 8, 1], datatype: "FP32", data }] })

const quantile = (times: number[], at: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * at)] ?? 0

test("a request costs little more than the bare prediction", async t => {
  await using folder = await scratch()
  const model = await loadModel(await saveClassifier(folder.path))
  await using server = await startServer({ model, port: 0 })
  await server.ready
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { "content-type": "application/json", "content-length": body.length }
  const path = "/v2/models/digits/infer"
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      request({ agent, port: server.port, host: "127.0.0.1", method: "POST", path, headers }, response => {
        assert.equal(response.statusCode, 200)
        response.resume().on("end", resolve)
      })
        .on("error", reject)
        .end(body)
    })
  const values = Float32Array.from(data)
  const bare: number[] = []
  const whole: number[] = []
  for (let i = 0; i < rounds; i++) {
    const start = performance.now()
    model.predictTensor(values, 1)
    const middle = performance.now()
    await ask()
    bare.push(middle - start)
    whole.push(performance.now() - middle)
  }
  agent.destroy()
  const row = (name: string, times: number[]) =>
    `${name}: p50 ${quantile(times, 0.5).toFixed(3)} ms, p99 ${quantile(times, 0.99).toFixed(3)} ms`
  t.diagnostic(row("predictTensor alone", bare))
  t.diagnostic(row("request by Node's client, same process", whole))
  // A wide bound, since tests run on busy machines; the figures above are for reading.
  assert.ok(quantile(whole, 0.5) - quantile(bare, 0.5) < 5)
})
