import type { Cell, NotebookState } from "./model.ts"
import type { OperationOf, Operations, Step } from "./operations.ts"

type Reducers<K extends keyof Operations> = {
  [O in K]: (state: NotebookState, operation: OperationOf<O>) => Step
}
export declare const isFolded: (cell: Cell, what: "source" | "outputs") => boolean
export declare const editing: Reducers<
  | "insert"
  | "remove"
  | "edit"
  | "setType"
  | "heading"
  | "split"
  | "merge"
  | "move"
  | "copy"
  | "paste"
  | "undo"
  | "redo"
  | "fold"
  | "render"
  | "clearOutputs"
  | "replaceAll"
>
