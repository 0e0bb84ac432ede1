import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, open, readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { bundleSchema } from "../contracts/bundle.ts"
import type { DeploymentRecord } from "../contracts/deployment.ts"
import { KaonError } from "../contracts/errors.ts"
import { askToStop, running } from "./control.ts"
import { readRecord, readRecords, recordPath, recordsFolder } from "./record.ts"
import { failureOf } from "./server-process.ts"
import { type SupervisorOrder, supervisorMessageSchema } from "./supervisor-message.ts"

export interface LocalDeployment {
  bundleDirectory: string
  name: string
  /** The notebook folder, whose `.kaon/deployments` holds record and log. */
  directory: string
  /** If absent, the port of the deployment that is replaced, else the first free one from 8080. */
  port?: number | undefined
  host?: string
  /** Milliseconds within which the service has to be ready; 30,000 if absent. */
  timeout?: number
}

const supervisorEntry = fileURLToPath(new URL("./supervisor.ts", import.meta.url))
/** A supervisor gives its server ten seconds to drain. */
const stopPatience = 15_000

/**
 * Serves a bundle on this machine, by a supervisor that outlives this process, and returns its record once it answers.
 * The same version under the same name is returned as it runs; another version replaces it at the same port, which is closed for the time
 * that the new server takes to start. Throws what the server says (PORT_IN_USE, MODEL_INVALID), or SERVICE_FAILED.
 */
export async function deployLocal(wanted: LocalDeployment): Promise<DeploymentRecord> {
  const directory = resolve(wanted.directory)
  const bundle = resolve(wanted.bundleDirectory)
  const { name, host = "127.0.0.1" } = wanted
  const { version } = await bundleAt(bundle)
  const old = await livingRecord(directory, name)
  if (old !== undefined) {
    const same = old.version === version && old.host === host && (wanted.port ?? old.port) === old.port
    if (same && old.state === "ready" && old.bundle === bundle) return old
    await stopRecord(old)
  }
  const port = wanted.port ?? old?.port
  const order = { name, directory, bundle, version, host, port: port ?? 8080, exact: port !== undefined }
  return start(order, wanted.timeout ?? 30_000)
}

/** Every deployment of a notebook folder. One whose supervisor is gone is "stopped" (or "failed"), whatever its record says. */
export async function listDeployments(directory: string): Promise<DeploymentRecord[]> {
  return Promise.all((await readRecords(resolve(directory))).map(verified))
}

/** Stops a deployment and returns its record. Requests in flight are answered. Throws SERVICE_NOT_FOUND for an unknown name. */
export async function stopDeployment(directory: string, name: string): Promise<DeploymentRecord> {
  const record = await readRecord(resolve(directory), name)
  if (record === undefined) {
    const names = (await readRecords(resolve(directory))).map(known => known.name)
    throw new KaonError(
      "SERVICE_NOT_FOUND",
      `No deployment is named ${name}; there is ${names.join(", ") || "none"}.`,
      {
        fix: "Give the name of one of those.",
      },
    )
  }
  if (await running(record)) await stopRecord(record)
  return verified((await readRecord(resolve(directory), name)) ?? record)
}

async function verified(record: DeploymentRecord): Promise<DeploymentRecord> {
  if (record.state === "stopped" || record.state === "failed" || (await running(record))) return record
  return { ...record, state: "stopped", server: undefined, error: "Its supervisor is gone." }
}

async function livingRecord(directory: string, name: string): Promise<DeploymentRecord | undefined> {
  const record = await readRecord(directory, name)
  return record !== undefined && (await running(record)) ? record : undefined
}

async function stopRecord(record: DeploymentRecord): Promise<void> {
  if (await askToStop(record, stopPatience)) return
  throw new KaonError("SERVICE_FAILED", `The deployment ${record.name} does not stop (process ${record.supervisor}).`, {
    fix: "End that process, and try again.",
  })
}

async function bundleAt(bundle: string) {
  const text = await readFile(join(bundle, "bundle.json"), "utf8").catch(cause => {
    throw new KaonError("MODEL_INVALID", `There is no bundle in ${bundle}.`, {
      fix: "Give the folder of a saved model.",
      cause,
    })
  })
  try {
    return bundleSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new KaonError("MODEL_INVALID", `The bundle.json in ${bundle} is damaged.`, {
      fix: "Save the model again.",
      cause,
    })
  }
}

async function start(order: SupervisorOrder, timeout: number): Promise<DeploymentRecord> {
  await mkdir(recordsFolder(order.directory), { recursive: true })
  const path = recordPath(order.directory, order.name).replace(/json$/, "log")
  await using log = await open(path, "a")
  const supervisor = spawn(process.execPath, [supervisorEntry, JSON.stringify(order)], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd, "ipc"],
    // The folder of the notebook may be removed while the service runs.
    cwd: resolve("/"),
  })
  try {
    const ended = once(supervisor, "exit").then(() => {
      throw new KaonError("SERVICE_FAILED", `The supervisor of ${order.name} ended before the service was ready.`, {
        fix: `Read ${path}.`,
      })
    })
    const [word] = await Promise.race([once(supervisor, "message", { signal: AbortSignal.timeout(timeout) }), ended])
    const message = supervisorMessageSchema.parse(word)
    if (message.state === "failed") throw failureOf(message)
    return message.record
  } catch (cause) {
    // One that told why it failed ends by itself. The others: this handle is of the process started above, never of another program.
    if (!(cause instanceof KaonError)) supervisor.kill("SIGTERM")
    if (!(cause instanceof Error) || cause.name !== "AbortError") throw cause
    throw new KaonError("SERVICE_FAILED", `The service ${order.name} was not ready within ${timeout / 1000} s.`, {
      fix: `Read ${path}.`,
      cause,
    })
  } finally {
    if (supervisor.connected) supervisor.disconnect()
    supervisor.unref()
  }
}
