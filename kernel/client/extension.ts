import {
  type ExtensionFailure,
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
  extensionReplySchema,
  extensionTarget,
} from "../contracts/extension.ts"
import type { ClientComm } from "./comm.ts"

/** Kaon's kernel would not answer a request of `kaon.v1`; `code` says why. */
export class ExtensionRefused extends Error {
  override readonly name = "ExtensionRefused"
  readonly code: ExtensionFailure["code"]

  constructor({ code, message }: ExtensionFailure) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  method: ExtensionMethod
  resolve(result: unknown): void
  reject(cause: unknown): void
}

/** Kaon's own questions to its kernel: language service, variables, graph. */
export class ExtensionClient {
  readonly #comm: ClientComm
  readonly #waiting = new Map<string | number, Waiting>()
  #last = 0

  private constructor(comm: ClientComm) {
    this.#comm = comm
    comm.onMessage(data => this.#receive(data))
    void comm.closed.then(() => {
      const gone = new ExtensionRefused({ code: "FAILED", message: "The kernel has no target kaon.v1, or it ended." })
      for (const { reject } of this.#waiting.values()) reject(gone)
    })
  }

  /** Never rejects for a kernel without the extension: its requests do. */
  static async over(openComm: (target: string) => Promise<ClientComm>): Promise<ExtensionClient> {
    return new ExtensionClient(await openComm(extensionTarget))
  }

  /** @throws ExtensionRefused, and KERNEL_DIED */
  async call<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    const id = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.set(id, { method, resolve, reject })
    this.#comm.send({ id, method, params }).catch(reject)
    try {
      return extensionMethods[method].result.parse(await promise) as ExtensionResult<M>
    } finally {
      this.#waiting.delete(id)
    }
  }

  close(): Promise<void> {
    return this.#comm.close()
  }

  #receive(data: unknown): void {
    const reply = extensionReplySchema.parse(data)
    const waiting = reply.id === null ? undefined : this.#waiting.get(reply.id)
    if ("error" in reply) waiting?.reject(new ExtensionRefused(reply.error))
    else waiting?.resolve(reply.result)
  }
}
