import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import { test } from "node:test"
import { fit, mlflow } from "../../kernel/learn/index.ts"
import { digits } from "./digits.ts"
import { mlflowServer } from "./mlflow-server.ts"
import { mlp } from "./network.ts"
import { without } from "./oracle.ts"

const small = async () => await digits().take(150).scale("min-max").split({ test: 0.2, seed: 7 })

interface Run {
  run: {
    info: { status: string; run_name: string; end_time: number }
    data: { params: { key: string; value: string }[]; tags: { key: string; value: string }[] }
  }
}

test("a real server holds the run: options, figures by epoch, the model, and how it ended", {
  skip: without("tracking", "mlflow"),
}, async () => {
  await using server = await mlflowServer()
  const data = await small()
  const tracker = mlflow(server.url, { experiment: "digits, nightly", run: "first", tags: { why: "test" } })
  const trained = await fit(mlp(data), data, { epochs: 3, seed: 5, observers: [tracker] })
  await tracker.logModel(trained)
  await tracker.logArtifact("notes/über uns.txt", "grüße")

  const get = async <T>(path: string) => (await (await fetch(`${server.url}/${path}`)).json()) as T
  const { run } = await get<Run>(`api/2.0/mlflow/runs/get?run_id=${tracker.runId}`)
  assert.deepEqual([run.info.status, run.info.run_name], ["FINISHED", "first"])
  assert.ok(run.info.end_time > 0)
  const params = Object.fromEntries(run.data.params.map(({ key, value }) => [key, value]))
  assert.deepEqual([params.epochs, params.seed, params.optimizer], ["3", "5", "Adam"])
  const tags = Object.fromEntries(run.data.tags.map(({ key, value }) => [key, value]))
  assert.deepEqual([tags.why, tags.dataset, tags["dataset.fingerprint"]], ["test", "digits", data.fingerprint])
  for (const key of ["loss", "valAccuracy"] as const) {
    const path = `api/2.0/mlflow/metrics/get-history?run_id=${tracker.runId}&metric_key=${key}`
    const { metrics } = await get<{ metrics: { step: number; value: number }[] }>(path)
    assert.deepEqual(
      metrics.map(({ step, value }) => [step, value]),
      trained.history.map(row => [row.epoch, row[key]]),
    )
  }
  const { files } = await get<{ files: { path: string; file_size: number }[] }>(
    `api/2.0/mlflow/artifacts/list?run_id=${tracker.runId}&path=model`,
  )
  assert.deepEqual(
    files.map(({ path }) => path),
    ["model/bundle.json", "model/model.json", "model/weights.bin"],
  )
  const note = await fetch(
    `${server.url}/get-artifact?run_id=${tracker.runId}&path=${encodeURIComponent("notes/über uns.txt")}`,
  )
  assert.equal(await note.text(), "grüße")

  const second = mlflow(server.url, { experiment: "digits, nightly" })
  const stop = new Error("stop")
  await assert.rejects(
    fit(mlp(data), data, { epochs: 2, observers: [second, { epoch: () => Promise.reject(stop) }] }),
    stop,
  )
  const failed = await get<Run>(`api/2.0/mlflow/runs/get?run_id=${second.runId}`)
  assert.equal(failed.run.info.status, "FAILED")
  await assert.rejects(tracker.logArtifact("../outside", "x"), { code: "REQUEST_INVALID", message: /no path/ })
})

test("a server that does not answer is named before training; a run that has not begun takes nothing", async () => {
  const data = await small()
  let trained = false
  const seen = {
    batch: () => {
      trained = true
    },
  }
  await assert.rejects(fit(mlp(data), data, { epochs: 1, observers: [mlflow("http://127.0.0.1:9"), seen] }), {
    code: "SERVICE_FAILED",
    message: "The MLflow server at http://127.0.0.1:9 does not answer.",
  })
  assert.equal(trained, false)
  assert.throws(() => mlflow("localhost:5000"), { code: "REQUEST_INVALID" })
  await assert.rejects(mlflow("http://127.0.0.1:9").logArtifact("a", "b"), {
    code: "REQUEST_INVALID",
    message: /not begun/,
  })
})

/** Answers as MLflow does while `up`, with 503 while not; keeps what was recorded. */
async function shakyServer() {
  const state = {
    up: true,
    metrics: [] as { key: string; step: number }[],
    authorization: undefined as string | undefined,
    status: "",
  }
  const replies: Record<string, unknown> = {
    "get-by-name": { experiment: { experiment_id: "1" } },
    create: { run: { info: { run_id: "r", experiment_id: "1", artifact_uri: "s3://bucket/1/r" } } },
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", chunk => chunks.push(chunk))
    request.on("end", () => {
      state.authorization = request.headers.authorization
      if (!state.up) return response.writeHead(503).end("busy")
      const body =
        chunks.length > 0
          ? (JSON.parse(Buffer.concat(chunks).toString()) as { metrics?: typeof state.metrics; status?: string })
          : {}
      state.metrics.push(...(body.metrics ?? []))
      state.status = body.status ?? state.status
      const method = request.url!.split("?")[0]!.split("/").at(-1)!
      return response.end(JSON.stringify(replies[method] ?? {}))
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as { port: number }
  return { state, url: `http://127.0.0.1:${port}/`, [Symbol.dispose]: () => void server.close() }
}

test("a server that is away for a while gets its figures later; one that stays away does not cost the training", async t => {
  using server = await shakyServer()
  const data = await small()
  const tracker = mlflow(server.url, { token: "secret" })
  await fit(mlp(data), data, {
    epochs: 4,
    observers: [
      { epoch: ({ rows }) => void Object.assign(server.state, { up: rows.length !== 2 && rows.length !== 3 }) },
      tracker,
    ],
  })
  assert.deepEqual(
    server.state.metrics.filter(({ key }) => key === "loss").map(({ step }) => step),
    [1, 2, 3, 4],
  )
  assert.deepEqual([server.state.status, server.state.authorization], ["FINISHED", "Bearer secret"])
  await assert.rejects(tracker.logArtifact("a", "b"), { code: "SERVICE_FAILED", message: /s3:\/\/bucket/ })

  const said = t.mock.method(console, "warn", () => {})
  const down = { epoch: () => void Object.assign(server.state, { up: false }) }
  const { history } = await fit(mlp(data), data, { epochs: 2, observers: [down, mlflow(server.url)] })
  assert.equal(history.length, 2)
  assert.match(String(said.mock.calls[0]!.arguments[0]), /refused: busy \(503\)\. Not recorded: \d+ figures\./)
})
