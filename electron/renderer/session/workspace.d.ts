import { type Rest, type Server } from "../jupyter/rest.ts"
import { type AppOperation, type AppState } from "../state/app.ts"
import { type Store } from "../state/store.ts"
import { type Words } from "../words/en.ts"
import { NotebookSession } from "./notebook.ts"
export type Opening =
  | {
      state: "opening"
    }
  | {
      state: "open"
      session: NotebookSession
    }
  | {
      state: "failed"
      reason: string
    }
/** Everything that is open in one window: the app's state, its server and its notebooks. */
export declare class Workspace {
  #private
  readonly rest: Rest
  readonly server: Server
  readonly app: Store<AppState, AppOperation>
  /** Scrolls a cell into view; set by the notebook view. */
  reveal: (cell: string) => void
  constructor(server: Server)
  words: () => Words
  /** What is known of the current notebook, or undefined on the welcome page. */
  current: () => Opening | undefined
  notebook(path: string): NotebookSession | undefined
  subscribe: (listener: () => void) => () => void
  open(path: string): Promise<void>
  close(path: string): void
  create(folder: string, content?: unknown, name?: string): Promise<void>
}
