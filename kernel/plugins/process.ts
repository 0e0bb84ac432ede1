import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { KaonError } from "../contracts/errors.ts"
import { type Grants, permissionFlags } from "./grants.ts"
import type { Answer, Order } from "./host/messages.ts"

const entry = fileURLToPath(new URL("./host/main.ts", import.meta.url))
/** How long a plugin may go on after it was asked to stop. */
const grace = 1000
/** How much of what a plugin writes to its error stream is kept to explain its end. */
const keptText = 4000

export interface PluginRun {
  /** The plugin's id, for errors. */
  plugin: string
  grants: Grants
  order: Order & { order: "load" }
  signal?: AbortSignal | undefined
  progress?: ((fraction: number | null, detail: string) => void) | undefined
}

type Result = Exclude<Answer, { answer: "progress" }>

/**
 * Runs one order in a process of the plugin's own, confined to its grants and with an empty environment, and resolves to its result.
 * The process has ended when this settles. Throws PLUGIN_FAILED where it dies without an answer or does not heed the signal,
 * INTERRUPTED where it heeds it.
 */
export async function runPlugin({ plugin, grants, order, signal, progress }: PluginRun): Promise<Result> {
  if (signal?.aborted) throw interrupted(plugin, signal)
  const child = fork(entry, [], {
    execArgv: permissionFlags(grants),
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
  let text = ""
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-keptText)
  })
  let result: Result | undefined
  child.on("message", (answer: Answer) => {
    if (answer.answer === "progress") progress?.(answer.fraction, answer.detail)
    else result = answer
  })
  const heeding = heed(child, signal)
  try {
    child.send(order, error => error !== null && child.kill("SIGKILL"))
    const [code, killedBy]: unknown[] = await once(child, "close")
    if (signal?.aborted) throw heeding.killed ? hung(plugin, signal) : interrupted(plugin, signal)
    if (result !== undefined) return result
    throw died(plugin, killedBy === null ? `with exit status ${code}` : `by ${killedBy}`, text)
  } finally {
    heeding[Symbol.dispose]()
  }
}

/** Passes the signal on; kills the process where it has not ended within the grace. */
function heed(child: ChildProcess, signal: AbortSignal | undefined) {
  let timer: NodeJS.Timeout | undefined
  const state = {
    killed: false,
    [Symbol.dispose]() {
      clearTimeout(timer)
      signal?.removeEventListener("abort", stop)
    },
  }
  const stop = () => {
    child.send({ order: "stop" } satisfies Order, () => {})
    timer = setTimeout(() => {
      state.killed = true
      child.kill("SIGKILL")
    }, grace)
  }
  signal?.addEventListener("abort", stop, { once: true })
  return state
}

const interrupted = (plugin: string, signal: AbortSignal): KaonError =>
  new KaonError("INTERRUPTED", `The plugin ${plugin} was stopped.`, { cause: signal.reason })

const hung = (plugin: string, signal: AbortSignal): KaonError =>
  new KaonError("PLUGIN_FAILED", `The plugin ${plugin} did not stop when asked to, and was ended.`, {
    fix: "Report it to the plugin's author: its work has to heed host.signal.",
    cause: signal.reason,
  })

const died = (plugin: string, how: string, text: string): KaonError =>
  new KaonError("PLUGIN_FAILED", `The process of the plugin ${plugin} ended ${how} before it answered.`, {
    fix: "Run it again; if it fails again, report it to the plugin's author.",
    cause: text.trim() === "" ? undefined : new Error(text.trim()),
  })
