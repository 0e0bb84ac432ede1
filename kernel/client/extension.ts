import {
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionTarget,
} from "../contracts/extension.ts"
import { ExtensionCalls, ExtensionRefused } from "../contracts/extensioncalls.ts"
import type { ClientComm } from "./comm.ts"

/** Kaon's own questions to its kernel: language service, variables, graph. */
export class ExtensionClient {
  readonly #comm: ClientComm
  readonly #calls: ExtensionCalls

  private constructor(comm: ClientComm) {
    this.#comm = comm
    this.#calls = new ExtensionCalls(request => comm.send(request))
    comm.onMessage(data => this.#calls.receive(data))
    const gone = new ExtensionRefused({ code: "FAILED", message: "The kernel has no target kaon.v1, or it ended." })
    void comm.closed.then(() => this.#calls.failAll(gone))
  }

  /** Never rejects for a kernel without the extension: its requests do. */
  static async over(openComm: (target: string) => Promise<ClientComm>): Promise<ExtensionClient> {
    return new ExtensionClient(await openComm(extensionTarget))
  }

  /** @throws ExtensionRefused, and KERNEL_DIED */
  call<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    return this.#calls.call(method, params)
  }

  close(): Promise<void> {
    return this.#comm.close()
  }
}
