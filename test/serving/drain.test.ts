import assert from "node:assert/strict"
import { fork } from "node:child_process"
import { once } from "node:events"
import { Agent, request } from "node:http"
import test from "node:test"
import { fileURLToPath } from "node:url"
import { loadModel } from "../../kernel/learn/bundle/load.ts"
import { startServer } from "../../kernel/serving/server.ts"
import { saveClassifier, scratch } from "./saved-model.ts"

const entry = fileURLToPath(new URL("../../kernel/serving/main.ts", import.meta.url))
const body = JSON.stringify({
  inputs: [{ name: "input", shape: [1, 8, 8, 1], datatype: "FP32", data: Array(64).fill(3) }],
})

interface Answer {
  status: number
  closes: boolean
  text: string
}

const infer = (port: number, agent: Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length }
    const sent = request(
      { agent, port, host: "127.0.0.1", method: "POST", path: "/v2/models/digits/infer", headers },
      response => {
        let text = ""
        response.setEncoding("utf8").on("data", chunk => (text += chunk))
        response.on("error", reject).on("end", () => {
          resolve({ status: response.statusCode ?? 0, closes: response.headers.connection === "close", text })
        })
      },
    )
    sent.on("error", reject).end(body)
  })

async function startMain(bundle: string, flags: string[] = []) {
  const child = fork(entry, ["--bundle", bundle, "--port", "0", ...flags], {
    execArgv: [],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  })
  const [message] = await once(child, "message")
  return { child, message, [Symbol.dispose]: () => void child.kill("SIGKILL") }
}

test("the process says once that it is ready, on its output and to its parent", async () => {
  await using folder = await scratch()
  using main = await startMain(await saveClassifier(folder.path))
  const [line] = await once(main.child.stdout!.setEncoding("utf8"), "data")
  assert.deepEqual(JSON.parse(line), main.message)
  assert.equal(main.message.state, "ready")
  assert.equal((await fetch(`${main.message.address}/readyz`)).status, 200)
})

test("a bundle that is none ends the process with status 1 and the reason", async () => {
  await using folder = await scratch()
  using main = await startMain(folder.path)
  assert.equal(main.message.state, "failed")
  assert.equal(main.message.code, "MODEL_INVALID")
  if (main.child.exitCode === null) await once(main.child, "exit")
  assert.equal(main.child.exitCode, 1)
})

test("the process ends when its parent disconnects", async () => {
  await using folder = await scratch()
  using main = await startMain(await saveClassifier(folder.path))
  main.child.disconnect()
  const [code] = await once(main.child, "exit")
  assert.equal(code, 0)
})

for (const flags of [[], ["--linger", "300"]])
  test(`SIGTERM under load loses no request and ends with 0 within seconds (${flags.join(" ") || "no linger"})`, {
    timeout: 30_000,
  }, async t => {
    await using folder = await scratch()
    using main = await startMain(await saveClassifier(folder.path), flags)
    const { port } = main.message
    let [answered, stopAt, refused] = [0, 0, 0]
    const client = async () => {
      using agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), {
        [Symbol.dispose]: () => agent.destroy(),
      })
      for (;;) {
        const answer = await infer(port, agent).catch((error: NodeJS.ErrnoException) => error)
        if (answer instanceof Error) {
          // Nobody listens any more: this request was never taken on.
          assert.equal(answer.code, "ECONNREFUSED", answer.message)
          refused++
          return
        }
        assert.equal(answer.status, 200, answer.text)
        assert.equal(JSON.parse(answer.text).outputs.length, 2)
        if (++answered === 500) {
          stopAt = performance.now()
          main.child.kill("SIGTERM")
        }
      }
    }
    const ended = once(main.child, "exit")
    await Promise.all(Array.from({ length: 32 }, client))
    const [code] = await ended
    const seconds = (performance.now() - stopAt) / 1000
    t.diagnostic(`${answered} answered, ${answered - 500} of them after SIGTERM; ended after ${seconds.toFixed(2)} s`)
    assert.equal(code, 0)
    assert.equal(refused, 32)
    assert.ok(seconds < 5)
  })

test("while it drains, readiness is 503 and the request in flight is answered", async () => {
  await using folder = await scratch()
  const model = await loadModel(await saveClassifier(folder.path))
  const begun = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const slow = {
    ...model,
    classify: async (examples: unknown) => {
      begun.resolve()
      await held.promise
      return model.classify(examples)
    },
  }
  const server = await startServer({ model: slow, port: 0, linger: 200 })
  await server.ready
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ inputs: [Array(64).fill(1)] }),
  }
  const inFlight = fetch(`${server.address}/predict`, post)
  await begun.promise
  const stopped = server.stop()
  const probe = await fetch(`${server.address}/readyz`)
  assert.equal(probe.status, 503)
  held.resolve()
  const answer = await inFlight
  assert.equal(answer.status, 200)
  await stopped
  await assert.rejects(fetch(`${server.address}/livez`))
})
