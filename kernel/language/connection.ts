import type { ChildProcessWithoutNullStreams } from "node:child_process"
import { decoder, encode } from "./framing.ts"
import { configurationSchema, incomingSchema } from "./protocol.ts"

export interface Connection {
  readonly pid: number | undefined
  readonly alive: boolean
  /** Milliseconds since the server last said anything while an answer is due; 0 when none is due. */
  silence(): number
  /** Resolves with the result, or undefined: the server refused, died, or the signal was aborted. Never rejects. */
  request(method: string, params: object, signal?: AbortSignal): Promise<unknown>
  notify(method: string, params: object): void
  kill(): void
  readonly closed: Promise<void>
}

/** JSON-RPC over a child's pipes. `settings` answers the server's questions for its configuration. */
export function connect(child: ChildProcessWithoutNullStreams, settings: Record<string, unknown>): Connection {
  const due = new Map<number, (result: unknown) => void>()
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  let last = 0
  let alive = true
  let heard = 0

  // What is sent in one turn leaves in one write: a completion asks for the details of many entries at once.
  const send = (message: object) => {
    if (!alive) return
    if (child.stdin.writableCorked === 0) {
      child.stdin.cork()
      queueMicrotask(() => child.stdin.uncork())
    }
    child.stdin.write(encode({ jsonrpc: "2.0", ...message }))
  }
  const end = () => {
    if (!alive) return
    alive = false
    child.kill("SIGKILL")
    for (const answer of due.values()) answer(undefined)
    due.clear()
    close()
  }
  const questions: Record<string, (params: unknown) => unknown> = {
    "workspace/configuration": params =>
      configurationSchema.parse(params).items.map(({ section }) => settings[section ?? ""] ?? null),
  }
  const receive = decoder(message => {
    heard = performance.now()
    const { id, method, params, result } = incomingSchema.parse(message)
    if (method !== undefined) {
      if (id !== undefined && id !== null) send({ id, result: questions[method]?.(params) ?? null })
    } else if (typeof id === "number") {
      due.get(id)?.(result)
      due.delete(id)
    }
  })

  child.stdout.on("data", (bytes: Buffer) => {
    try {
      receive(bytes)
    } catch {
      end()
    }
  })
  child.stderr.resume()
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", end)
  child.on("error", end)
  child.on("exit", end)

  return {
    get pid() {
      return child.pid
    },
    get alive() {
      return alive
    },
    closed,
    silence: () => (due.size === 0 ? 0 : performance.now() - heard),
    notify: (method, params) => send({ method, params }),
    kill: end,
    request(method, params, signal) {
      if (!alive || signal?.aborted) return Promise.resolve(undefined)
      const id = ++last
      if (due.size === 0) heard = performance.now()
      const { promise, resolve } = Promise.withResolvers<unknown>()
      const abort = () => {
        // It stays due until the server says something: a server that hangs is known by what it owes.
        send({ method: "$/cancelRequest", params: { id } })
        resolve(undefined)
      }
      due.set(id, resolve)
      signal?.addEventListener("abort", abort, { once: true })
      send({ id, method, params })
      return promise.finally(() => signal?.removeEventListener("abort", abort))
    },
  }
}
