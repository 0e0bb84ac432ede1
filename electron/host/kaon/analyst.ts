import { Worker } from "node:worker_threads"
import {
  type ExtensionInput,
  type ExtensionResult,
  extensionMethods,
  extensionReplySchema,
} from "../../../kernel/contracts/extension.ts"
import { Refusal } from "../http/refusal.ts"

/** Started by its path: the host itself knows nothing of cells. */
const entry = new URL("../../../kernel/session/planworker.ts", import.meta.url)

type Method = "graph" | "plan"

/** Reads notebooks without a kernel, on a thread of its own that starts with the first question. */
export class Analyst {
  #worker: Worker | undefined
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #last = 0

  async ask<M extends Method>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    const id = ++this.#last
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#thread().postMessage({ id, method, params })
    const reply = extensionReplySchema.parse(await waiting.promise)
    if ("error" in reply) throw new Refusal(422, reply.error.message, { code: reply.error.code })
    return extensionMethods[method].result.parse(reply.result) as ExtensionResult<M>
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(entry)
    worker.unref()
    worker.on("message", (reply: { id: number }) => {
      this.#waiting.get(reply.id)?.resolve(reply)
      this.#waiting.delete(reply.id)
    })
    const failed = (cause: unknown) => {
      this.#worker = undefined
      for (const { reject } of this.#waiting.values()) reject(cause)
      this.#waiting.clear()
    }
    worker.on("error", failed)
    worker.on("exit", () => failed(new Refusal(503, "The host is closing.")))
    this.#worker = worker
    return worker
  }
}
