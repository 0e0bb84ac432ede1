import type { ExtensionInput, ExtensionMethod, ExtensionResult } from "../../../kernel/contracts/extension.ts"
import type { Kernel } from "../jupyter/kernel.ts"
import type { NotebookState } from "../state/model.ts"
import type { Operation } from "../state/operations.ts"
import type { Store } from "../state/store.ts"
/** What Kaon's kernel knows beyond Jupyter's protocol: problems in the code, who depends on whom, the variables. Kernels without it leave the state as it is. */
export declare class Knowledge {
  #private
  constructor(store: Store<NotebookState, Operation>, kernel: () => Kernel | undefined)
  kernelReady(): void
  close(): void
  cellsChanged(): void
  ranCells(): void
  /** One of Kaon's questions, or undefined where the kernel does not answer it. */
  ask<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M> | undefined>
  /** The same about one cell as it is being edited, after the service has heard of the others as they are now. */
  askAbout<M extends ExtensionMethod>(
    cell: string,
    method: M,
    params: ExtensionInput<M>,
  ): Promise<ExtensionResult<M> | undefined>
  codeCells(): {
    id: string
    source: string
  }[]
}
