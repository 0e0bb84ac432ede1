import {
  type ExtensionFailure,
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
  extensionReplySchema,
  extensionTarget,
} from "../../../kernel/contracts/extension.ts"
import type { Kernel } from "./kernel.ts"

const patience = 20_000

/** The kernel would not answer; `code` says why. */
export class ExtensionRefused extends Error {
  override readonly name = "ExtensionRefused"
  readonly code: ExtensionFailure["code"]
  constructor({ code, message }: ExtensionFailure) {
    super(message)
    this.code = code
  }
}

/** Kaon's own questions to its kernel. A kernel without them never answers: every call then rejects after a while. */
export class Extension {
  readonly #comm: { send(data: unknown): void }
  readonly #waiting = new Map<number | string, PromiseWithResolvers<unknown>>()
  #last = 0

  constructor(kernel: Kernel) {
    this.#comm = kernel.openComm(extensionTarget, data => this.#receive(data))
  }

  async call<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    const id = ++this.#last
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#comm.send({ id, method, params })
    const timer = setTimeout(() => waiting.reject(new Error(`${method} was not answered.`)), patience)
    try {
      return extensionMethods[method].result.parse(await waiting.promise) as ExtensionResult<M>
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  #receive(data: unknown): void {
    const reply = extensionReplySchema.safeParse(data).data
    if (reply?.id === undefined || reply.id === null) return
    const waiting = this.#waiting.get(reply.id)
    if ("error" in reply) waiting?.reject(new ExtensionRefused(reply.error))
    else waiting?.resolve(reply.result)
  }
}
