import { type ExtensionInput, type ExtensionMethod, type ExtensionResult } from "../../../kernel/contracts/extension.ts"
import type { Kernel } from "./kernel.ts"
/** Kaon's own questions to its kernel. A kernel without them never answers: every call then rejects after a while. */
export declare class Extension {
  #private
  constructor(kernel: Kernel)
  call<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>>
}
