import { Kernel } from "../jupyter/kernel.ts"
import { type Rest, type Server } from "../jupyter/rest.ts"
import type { Document, NotebookState } from "../state/model.ts"
import type { Operation } from "../state/operations.ts"
import { type Store } from "../state/store.ts"
import { Knowledge } from "./knowledge.ts"
/** What a notebook asks of the page around it. */
export interface Surroundings {
  reveal(cell: string): void
  announce(what: "done" | "failed", number: number): void
  autosave(): boolean
  conflict(session: NotebookSession, theirs: NotebookState): void
}
export declare const newId: () => string
/** One open notebook: its state, its kernel and its file. */
export declare class NotebookSession {
  #private
  readonly store: Store<NotebookState, Operation>
  readonly knowledge: Knowledge
  /** Where the cursor is in the active cell; set by the editor while there is one. */
  cursor: () => number
  language: string
  /** The document as the server last had it: what a merge starts from. */
  base: Document
  constructor(rest: Rest, server: Server, initial: NotebookState, around: Surroundings)
  dispatch: (operation: Operation) => void
  get kernel(): Kernel | undefined
  /** Starts the notebook's kernel, or finds the one that runs for it already. Never rejects: the state says what went wrong. */
  connect(): Promise<void>
  chooseKernel(name: string, title: string, language: string): Promise<void>
  close(): void
  /** The number of a cell as the reader counts code cells, from 1. */
  numberOf(cell: string): number
}
