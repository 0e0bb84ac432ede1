import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdir, open, readdir, readFile, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import type { KernelSpec } from "../client/index.ts"
import { KaonError } from "../contracts/errors.ts"
import { Attachment, errorOf } from "./attach.ts"
import { bornSchema, type KeeperOrder, type KeeperRecord, keeperRecordSchema } from "./protocol.ts"

const entry = fileURLToPath(new URL("./start.mjs", import.meta.url))

export interface KeeperSpec {
  /** Folder of all keepers; each has one of its own below it. */
  folder: string
  spec: KernelSpec
  /** Where the kernel's code runs. */
  cwd: string
  /** Environment of the kernel beside this process's own and its spec's. */
  env?: Record<string, string>
  /** Milliseconds that the kernel may take to answer for the first time; a minute by default. */
  startWithin?: number
  /** Milliseconds after which a kernel that is idle, and that no host is attached to, ends; half a day by default. */
  idleAfter?: number
}

export interface KeptKernel {
  record: KeeperRecord
  /** The keeper's own folder. */
  folder: string
  attachment: Attachment
}

/** Starts a keeper and its kernel, and attaches to it. Throws KERNEL_DIED and KERNEL_NOT_FOUND. */
export async function startKeeper(wanted: KeeperSpec): Promise<KeptKernel> {
  const { spec, cwd, env = {}, startWithin = 60_000, idleAfter = 12 * 3_600_000 } = wanted
  const id = randomUUID()
  const folder = join(resolve(wanted.folder), id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const order = {
    id,
    folder,
    name: spec.name,
    argv: spec.argv.map(arg => arg.replaceAll("{resource_dir}", spec.folder ?? "")),
    interruptMode: spec.interrupt_mode,
    cwd,
    env: { ...spec.env, ...env },
    startWithin,
    idleAfter,
  }
  try {
    await born(order)
    const kept = await attach(folder)
    if (kept !== undefined) return kept
    throw new KaonError("KERNEL_DIED", "The kernel ended right after its start.", { fix: "Start it again." })
  } catch (cause) {
    await rm(folder, { recursive: true, force: true })
    throw cause
  }
}

async function born(order: KeeperOrder): Promise<void> {
  const path = join(order.folder, "keeper.log")
  await using log = await open(path, "a", 0o600)
  const keeper = spawn(process.execPath, [entry], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd, "ipc"],
    // The folder of the notebook may be removed while the kernel runs.
    cwd: resolve("/"),
  })
  try {
    const ended = once(keeper, "exit").then(async () => {
      const lines = (await readFile(path, "utf8").catch(() => "")).trimEnd().split("\n").slice(-5).join("\n")
      throw new KaonError("KERNEL_DIED", `The kernel's keeper ended before the kernel was ready:\n${lines}`, {
        fix: "Start the kernel again.",
      })
    })
    keeper.send(order)
    const [message] = await Promise.race([once(keeper, "message"), ended])
    const word = bornSchema.parse(message)
    if (word.state === "failed") throw errorOf(word.problem)
  } finally {
    if (keeper.connected) keeper.disconnect()
    keeper.unref()
  }
}

/** Attaches to the keeper of a folder; undefined where it has gone. */
export async function attach(folder: string): Promise<KeptKernel | undefined> {
  const text = await readFile(join(folder, "keeper.json"), "utf8").catch(() => undefined)
  if (text === undefined) return undefined
  const record = keeperRecordSchema.safeParse(parsed(text)).data
  const attachment = record === undefined ? undefined : await Attachment.open(record)
  return record === undefined || attachment === undefined ? undefined : { record, folder, attachment }
}

/** Attaches to every keeper below a folder that still lives. */
export async function attachAll(folder: string): Promise<KeptKernel[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(names.map(name => attach(join(resolve(folder), name))))
  return found.filter(kept => kept !== undefined)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
