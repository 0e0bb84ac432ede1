import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { setTimeout as delay } from "node:timers/promises"
import type { DeploymentRecord } from "../contracts/deployment.ts"
import { KaonError } from "../contracts/errors.ts"
import { openControl } from "./control.ts"
import { writeRecord } from "./record.ts"
import { afterDeath, type Restarts } from "./restarts.ts"
import { firstWord, startProcess } from "./server-process.ts"
import { orderSchema, type SupervisorMessage } from "./supervisor-message.ts"

// Entry of a supervisor's process: it keeps one local deployment up, and is the only writer of its record.

const order = orderSchema.parse(JSON.parse(process.argv[2] ?? "null"))
const started = new Date().toISOString()
let child: ChildProcess | undefined
let stopping = false
let record: DeploymentRecord = {
  format: "kaon-deployment/1",
  name: order.name,
  target: "local",
  bundle: order.bundle,
  version: order.version,
  host: order.host,
  port: order.port,
  address: `http://${order.host}:${order.port}`,
  supervisor: process.pid,
  state: "starting",
  restarts: 0,
  started,
}

async function note(change: Partial<DeploymentRecord>): Promise<void> {
  record = { ...record, ...change }
  await writeRecord(order.directory, record)
}

/** To the process that asked for the deployment, while it is there. Resolves once it is sent. */
const tell = (message: SupervisorMessage): Promise<void> =>
  new Promise(sent => {
    if (process.connected) process.send?.(message, () => sent())
    else sent()
  })

/** Starts the server and returns how long it lived. The port is settled at its first start. */
async function serveOnce(first: boolean): Promise<number> {
  const began = performance.now()
  const { name, bundle, host } = order
  child = startProcess({ bundle, host, port: record.port, exact: order.exact || !first, deployment: name, started })
  const ended = once(child, "exit")
  const { address, port } = await firstWord(child)
  await note({ state: "ready", address, port, server: child.pid, error: undefined })
  await tell({ state: "ready", record })
  await ended
  return performance.now() - began
}

async function supervise(): Promise<void> {
  let restarts: Restarts = { quick: 0 }
  for (let first = true; ; first = false) {
    const lived = await serveOnce(first).catch(error => {
      // A server that never came up tells why; trying it again would say the same.
      if (first || stopping) throw error
      console.error(error)
      return 0
    })
    if (stopping) return
    const after = afterDeath(restarts, lived)
    restarts = after.restarts
    if (after.wait === undefined)
      throw new KaonError(
        "SERVICE_FAILED",
        `The model server died ${restarts.quick} times, each soon after its start.`,
        {
          fix: "Read the log beside the deployment's record, and deploy again.",
        },
      )
    await note({ state: "starting", server: undefined, restarts: record.restarts + 1 })
    await delay(after.wait)
  }
}

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return end(0)
  const ended = once(child, "exit")
  child.kill("SIGTERM")
  const late = setTimeout(() => child?.kill("SIGKILL"), 10_000)
  await ended
  clearTimeout(late)
  await end(0)
}

async function end(status: number): Promise<void> {
  if (status === 0) await note({ state: "stopped", server: undefined })
  process.exit(status)
}

process.on("SIGTERM", stop).on("SIGINT", stop)
await note({})
await openControl(record, stop)
try {
  await supervise()
} catch (error) {
  if (!stopping) {
    // From here on a signal changes nothing: the record says why it failed.
    stopping = true
    const { code, message, fix } = error instanceof KaonError ? error : new KaonError("SERVICE_FAILED", String(error))
    await note({
      state: "failed",
      server: undefined,
      error: [message, fix].filter(part => part !== undefined).join(" "),
    })
    await tell({ state: "failed", code, message, fix })
    await end(1)
  }
}
