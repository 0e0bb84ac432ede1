import {
  type ExtensionFailure,
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
  extensionReplySchema,
} from "./extension.ts"

/** Kaon's kernel would not answer a request of `kaon.v1`; `code` says why. */
export class ExtensionRefused extends Error {
  override readonly name = "ExtensionRefused"
  readonly code: ExtensionFailure["code"]

  constructor({ code, message }: ExtensionFailure) {
    super(message)
    this.code = code
  }
}

/** The requests of `kaon.v1` that are under way on one comm, and their answers. */
export class ExtensionCalls {
  readonly #send: (request: unknown) => void | Promise<void>
  readonly #waiting = new Map<string | number, PromiseWithResolvers<unknown>>()
  #last = 0

  constructor(send: (request: unknown) => void | Promise<void>) {
    this.#send = send
  }

  /**
   * Asks and waits. Without `patience` (ms) it waits until an answer or {@link failAll}.
   * @throws ExtensionRefused, and what sending throws
   */
  async call<M extends ExtensionMethod>(
    method: M,
    params: ExtensionInput<M>,
    patience?: number,
  ): Promise<ExtensionResult<M>> {
    const id = ++this.#last
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    Promise.resolve(this.#send({ id, method, params })).catch(waiting.reject)
    const late = () => waiting.reject(new Error(`${method} was not answered.`))
    const timer = patience === undefined ? undefined : setTimeout(late, patience)
    try {
      return extensionMethods[method].result.parse(await waiting.promise) as ExtensionResult<M>
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  /** Takes a message of the comm; what is no answer to a request is left alone. */
  receive(data: unknown): void {
    const reply = extensionReplySchema.safeParse(data).data
    if (reply?.id === undefined || reply.id === null) return
    const waiting = this.#waiting.get(reply.id)
    if ("error" in reply) waiting?.reject(new ExtensionRefused(reply.error))
    else waiting?.resolve(reply.result)
  }

  failAll(cause: Error): void {
    for (const { reject } of this.#waiting.values()) reject(cause)
  }
}
