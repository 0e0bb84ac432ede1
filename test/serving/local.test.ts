import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, rm, watch } from "node:fs/promises"
import { join } from "node:path"
import test from "node:test"
import type { DeploymentRecord } from "../../kernel/contracts/deployment.ts"
import { connect } from "../../kernel/serving/client.ts"
import { running } from "../../kernel/serving/control.ts"
import { deployLocal, listDeployments, stopDeployment } from "../../kernel/serving/local.ts"
import { readRecord, recordsFolder, writeRecord } from "../../kernel/serving/record.ts"
import { saveClassifier, scratch } from "./saved-model.ts"

const pixels = Array(64).fill(2)

/** A notebook folder whose deployments are stopped at the end of the scope. */
async function notebook() {
  const folder = await scratch()
  return {
    path: folder.path,
    [Symbol.asyncDispose]: async () => {
      for (const { name } of await listDeployments(folder.path)) await stopDeployment(folder.path, name)
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** The record once it satisfies `wanted`, by watching its folder. */
async function recordWhen(
  folder: string,
  name: string,
  wanted: (record: DeploymentRecord) => boolean,
): Promise<DeploymentRecord> {
  const changes = watch(recordsFolder(folder), { signal: AbortSignal.timeout(20_000) })
  const first = await readRecord(folder, name)
  if (first !== undefined && wanted(first)) return first
  for await (const _ of changes) {
    const record = await readRecord(folder, name)
    if (record !== undefined && wanted(record)) return record
  }
  throw new Error("unreachable")
}

test("a deployment answers once it is returned, is listed, and stops when told", async t => {
  await using folder = await notebook()
  const bundleDirectory = await saveClassifier(folder.path)
  const began = performance.now()
  const record = await deployLocal({ bundleDirectory, name: "digits", directory: folder.path, port: 0 })
  t.diagnostic(`cold start ${Math.round(performance.now() - began)} ms`)
  assert.equal(record.state, "ready")
  const model = await connect(record.address)
  assert.ok((await model.predict(pixels)).label in [..."0123456789"])
  assert.deepEqual(await listDeployments(folder.path), [record])
  assert.deepEqual(JSON.parse(await readFile(join(recordsFolder(folder.path), "digits.json"), "utf8")), record)
  const stopped = await stopDeployment(folder.path, "digits")
  assert.deepEqual([stopped.state, stopped.server], ["stopped", undefined])
  assert.equal(await running(record), false)
  await assert.rejects(fetch(record.address))
  await assert.rejects(stopDeployment(folder.path, "other"), { code: "SERVICE_NOT_FOUND", message: /there is digits/ })
})

test("the same version is returned as it runs; another replaces it at the same address", async () => {
  await using folder = await notebook()
  const deploy = async (bias: number) =>
    deployLocal({
      bundleDirectory: await saveClassifier(folder.path, { bias }),
      name: "digits",
      directory: folder.path,
    })
  const first = await deploy(0)
  assert.deepEqual(await deploy(0), first)
  const second = await deploy(1)
  assert.notEqual(second.version, first.version)
  assert.equal(second.address, first.address)
  assert.equal((await connect(second.address)).version, second.version)
  assert.equal(await running(first), false)
})

test("a server that is killed is started again at its port, within a second or so", async t => {
  await using folder = await notebook()
  const record = await deployLocal({
    bundleDirectory: await saveClassifier(folder.path),
    name: "digits",
    directory: folder.path,
    port: 0,
  })
  const healed = recordWhen(folder.path, "digits", now => now.restarts === 1 && now.state === "ready")
  const killed = performance.now()
  process.kill(record.server!, "SIGKILL")
  const now = await healed
  t.diagnostic(`healed in ${Math.round(performance.now() - killed)} ms`)
  assert.equal(now.port, record.port)
  assert.notEqual(now.server, record.server)
  assert.equal((await fetch(`${now.address}/readyz`)).status, 200)
})

test("a server that dies again and again is given up with the reason", { timeout: 60_000 }, async () => {
  await using folder = await notebook()
  const bundleDirectory = await saveClassifier(folder.path)
  const record = await deployLocal({ bundleDirectory, name: "digits", directory: folder.path, port: 0 })
  const given = recordWhen(folder.path, "digits", now => now.state === "failed")
  await rm(bundleDirectory, { recursive: true })
  process.kill(record.server!, "SIGKILL")
  assert.match((await given).error ?? "", /died 6 times/)
})

test("a port that is taken is the server's own error, and nothing stays behind", async () => {
  await using folder = await notebook()
  const bundleDirectory = await saveClassifier(folder.path)
  const first = await deployLocal({ bundleDirectory, name: "one", directory: folder.path, port: 0 })
  await assert.rejects(deployLocal({ bundleDirectory, name: "two", directory: folder.path, port: first.port }), {
    code: "PORT_IN_USE",
    message: new RegExp(`Port ${first.port}`),
  })
  const two = (await listDeployments(folder.path)).find(({ name }) => name === "two")
  assert.equal(two?.state, "failed")
  assert.match(two?.error ?? "", /in use by another program/)
  assert.equal(await running(two!), false)
})

test("a missing bundle and a name that leaves the folder are refused", async () => {
  await using folder = await notebook()
  const wanted = { bundleDirectory: join(folder.path, "none"), name: "digits", directory: folder.path }
  await assert.rejects(deployLocal(wanted), { code: "MODEL_INVALID" })
  const bundleDirectory = await saveClassifier(folder.path)
  await assert.rejects(deployLocal({ ...wanted, bundleDirectory, name: "../x" }), { code: "USAGE" })
})

test("a record whose process number belongs to another program is stale, and that program is left alone", async () => {
  await using folder = await notebook()
  const bundleDirectory = await saveClassifier(folder.path)
  const real = await deployLocal({ bundleDirectory, name: "digits", directory: folder.path, port: 0 })
  await stopDeployment(folder.path, "digits")
  const foreign = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6); console.log()"], {
    stdio: ["ignore", "pipe", "ignore"],
  })
  await once(foreign.stdout, "data")
  const stale = { ...real, state: "ready" as const, supervisor: foreign.pid!, server: foreign.pid! }
  await writeRecord(folder.path, stale)
  assert.equal((await listDeployments(folder.path))[0]?.state, "stopped")
  assert.equal((await stopDeployment(folder.path, "digits")).state, "stopped")
  await writeRecord(folder.path, stale)
  const again = await deployLocal({ bundleDirectory, name: "digits", directory: folder.path, port: 0 })
  assert.equal((await fetch(`${again.address}/readyz`)).status, 200)
  assert.equal(foreign.exitCode, null)
  assert.equal(foreign.signalCode, null)
  foreign.kill()
})

test("where the supervisor is killed, its server ends too and the record is not believed", async () => {
  await using folder = await notebook()
  const record = await deployLocal({
    bundleDirectory: await saveClassifier(folder.path),
    name: "digits",
    directory: folder.path,
    port: 0,
  })
  // An event stream of the server's end: a connection that it holds open.
  const socket = (await import("node:net")).connect(record.port, "127.0.0.1")
  await once(socket, "connect")
  const closed = once(socket.resume(), "close")
  process.kill(record.supervisor, "SIGKILL")
  await closed
  assert.equal((await listDeployments(folder.path))[0]?.state, "stopped")
})

test("a deployment outlives the process that made it", async () => {
  await using folder = await notebook()
  const bundleDirectory = await saveClassifier(folder.path)
  const local = new URL("../../kernel/serving/local.ts", import.meta.url).href
  const wanted = JSON.stringify({ bundleDirectory, name: "digits", directory: folder.path, port: 0 })
  const code = `const { deployLocal } = await import(${JSON.stringify(local)}); await deployLocal(${wanted})`
  const maker = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" })
  // It also has to end by itself: nothing of the supervisor keeps it alive.
  const [status] = await once(maker, "exit")
  assert.equal(status, 0)
  const [record] = await listDeployments(folder.path)
  assert.equal(record?.state, "ready")
  assert.equal((await fetch(`${record.address}/readyz`)).status, 200)
})
