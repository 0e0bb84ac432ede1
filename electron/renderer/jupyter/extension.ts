import {
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionTarget,
} from "../../../kernel/contracts/extension.ts"
import { ExtensionCalls } from "../../../kernel/contracts/extensioncalls.ts"
import type { Kernel } from "./kernel.ts"

const patience = 20_000

/** Kaon's own questions to its kernel. A kernel without them never answers: every call then rejects after a while. */
export class Extension {
  readonly #calls: ExtensionCalls

  constructor(kernel: Kernel) {
    const comm = kernel.openComm(extensionTarget, data => this.#calls.receive(data))
    this.#calls = new ExtensionCalls(request => comm.send(request))
  }

  call<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    return this.#calls.call(method, params, patience)
  }

  /** Nobody will answer any more: what is still asked rejects now. */
  end(): void {
    this.#calls.failAll(new Error("The kernel was started anew."))
  }
}
