import type { NotebookState } from "./model.ts"
import type { Operation, OperationOf, Step } from "./operations.ts"

type Selecting = "select" | "step" | "edge" | "selectAll" | "setMode" | "caretTaken"
export declare const selecting: {
  [K in Selecting & Operation["op"]]: (state: NotebookState, operation: OperationOf<K>) => Step
}
