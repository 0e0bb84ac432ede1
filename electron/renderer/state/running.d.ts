import type { Cell, NotebookState } from "./model.ts"
import type { OperationOf, Step } from "./operations.ts"
export declare const isBusy: (cell: Cell) => boolean
/** Starts runs of cells, in the order given. Code cells are sent to the kernel, Markdown cells are rendered. */
export declare function run(state: NotebookState, operation: OperationOf<"run">): Step
/** One iopub message. An update of a display reaches every cell that shows it; everything else belongs to its parent's cell. */
export declare function message(state: NotebookState, { parent, type, content, at }: OperationOf<"message">): Step
/** The kernel's reply to a run. */
export declare function reply(state: NotebookState, { parent, status, count, at }: OperationOf<"reply">): Step
/** Runs that will get no reply any more, because their kernel is gone. */
export declare function abandoned(state: NotebookState, at: number): NotebookState
