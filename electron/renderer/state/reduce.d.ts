import type { NotebookState } from "./model.ts"
import type { Operation, Step } from "./operations.ts"
/** What a notebook becomes by an operation, and what is to be done outside. Pure: the same arguments give the same step. */
export declare function reduce(state: NotebookState, operation: Operation): Step
