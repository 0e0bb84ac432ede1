import type { Cell, Document, NotebookState } from "./model.ts"
import type { Effect, Step } from "./operations.ts"
export declare const stay: (state: NotebookState) => Step
export declare const selected: (state: NotebookState) => readonly string[]
export declare const withCell: (document: Document, cell: Cell) => ReadonlyMap<string, Cell>
/** A change of what a file would show that undo does not go back over, such as an output. */
export declare function noted(state: NotebookState): NotebookState
/** A change of the document that undo can take back. `mark` joins it to the change before, if that had the same mark just now. */
export declare function changed(
  state: NotebookState,
  next: Partial<NotebookState>,
  {
    mark,
    at,
    effects,
  }?: {
    mark?: string
    at?: number
    effects?: readonly Effect[]
  },
): Step
/** The document with cells taken out; an empty code cell stays when nothing else would. `spare` is the id of that cell. */
export declare function without(state: NotebookState, gone: ReadonlySet<string>, spare: string): Partial<NotebookState>
/** The document with cells put in at an index, the last of them active. */
export declare function inserted(document: Document, cells: readonly Cell[], index: number): Partial<NotebookState>
/** Going back or forth: sources and order come from the history, outputs and runs stay as they are now. */
export declare function travel(state: NotebookState, direction: "past" | "future"): Step
