import type { Backend } from "../../../kernel/contracts/extension.ts"
import type {
  Cell,
  CellType,
  Document,
  GraphView,
  KernelStatus,
  Mark,
  Mode,
  NotebookState,
  Run,
  Trouble,
  Variable,
} from "./model.ts"

/** What a server says of a file beside its content. */
export type FileFacts = Partial<Pick<NotebookState, "modified" | "hash" | "writable">>

/** Everything that can happen to a notebook. Ids, message ids and times come from outside, so that reducing is pure. */
export interface Operations {
  // cells
  insert: { where: "above" | "below"; id: string; type?: CellType; source?: string }
  remove: Record<never, never>
  edit: { cell: string; source: string; at: number }
  setType: { type: CellType }
  heading: { level: number }
  split: { offset: number; id: string }
  merge: { with: "selection" | "above" | "below" }
  move: { to: "up" | "down" } | { to: "before"; cell: string; target: string | undefined }
  /** `kept`: the system's clipboard has them already. */
  copy: { cut: boolean; kept?: boolean }
  paste: { where: "above" | "below" | "over"; ids: readonly string[] }
  undo: Record<never, never>
  redo: Record<never, never>
  fold: { what: "source" | "outputs"; folded?: boolean; all?: boolean }
  foldSection: { folded: boolean; cell?: string }
  scrollOutputs: Record<never, never>
  /** What can be pasted now: cells of this notebook or another. */
  clipped: { cells: readonly Cell[] }
  render: { cell: string; rendered: boolean }
  clearOutputs: { all: boolean }
  replaceAll: { edits: readonly { cell: string; source: string }[] }
  // selection
  select: { cell: string; extend?: boolean; mode?: Mode }
  step: { by: number; extend?: boolean }
  edge: { to: "first" | "last"; extend?: boolean }
  selectAll: Record<never, never>
  setMode: { mode: Mode; caret?: { cell: string; offset: number; length?: number } }
  caretTaken: Record<never, never>
  // running
  run: {
    cells: readonly string[]
    messages: readonly string[]
    at: number
    after?: "stay" | "next" | "insert"
    id?: string
  }
  /** Runs of before this page was loaded: those whose messages will come again from their first, and those that the file holds. */
  restore: {
    runs: readonly { cell: string; message: string; former?: boolean }[]
    /** Cells whose values are in the kernel; absent where the server does not tell. */
    held?: readonly string[]
    ended: readonly ({ cell: string } & Extract<Run, { ended: number }>)[]
  }
  interrupt: Record<never, never>
  restart: { runAll?: readonly string[]; at: number }
  message: { parent: string; type: string; content: unknown; at: number }
  reply: { parent: string; status: "ok" | "error" | "aborted"; count: number | null; at: number }
  kernelStatus: { status: KernelStatus; at: number }
  /** The reader knows that the kernel was started anew. */
  noted: Record<never, never>
  kernelUses: { memory: number | undefined }
  kernelComputes: { backend: Backend | undefined }
  kernelChosen: { name: string; title: string; language: string }
  /** What depends on a cell runs after it by itself, or is marked as stale. */
  rerun: { automatic: boolean }
  answer: { value: string }
  ask: { cell: string; prompt: string; password: boolean; number: number }
  // what the kernel knows
  diagnosed: { cell: string; source: Mark["source"]; marks: readonly Mark[] }
  /** What the kernel knows of the cells together; `marks` are those of the graph, by cell. */
  graphed: { graph: GraphView; stale: readonly string[]; marks: ReadonlyMap<string, readonly Mark[]> }
  variablesListed: { variables: readonly Variable[]; known: boolean }
  helpIs: { help: NotebookState["help"] }
  // the file
  save: { force?: boolean; checkpoint?: boolean }
  saveDone: { revision: number; file: FileFacts }
  saveFailed: { reason: "conflict" | "failed"; trouble?: Trouble }
  /** The notebook as the file has it now; cells that run go on. */
  loaded: { state: NotebookState }
  /** The file is as it was known, but of another time or another right to write. */
  fileSeen: { file: FileFacts }
  /** Other cells in the place of these, as one step of undo. */
  adopt: { document: Document; active?: string | undefined }
  renamed: { path: string }
  trust: Record<never, never>
}

export type Operation = { [K in keyof Operations]: { op: K } & Operations[K] }[keyof Operations]
export type OperationOf<K extends keyof Operations> = { op: K } & Operations[K]

/** What the world outside is asked to do after an operation. */
export type Effect =
  | { effect: "execute"; cell: string; source: string; message: string }
  | { effect: "interrupt" }
  | { effect: "restart" }
  | { effect: "save"; revision: number; force: boolean; checkpoint: boolean }
  | { effect: "answer"; value: string }
  | { effect: "reveal"; cell: string }
  | { effect: "cellsChanged" }
  | { effect: "ranCells" }
  | { effect: "announce"; what: "running" | "done" | "failed"; cell: string }
  | { effect: "copied"; cells: readonly Cell[]; kept: boolean }

export interface Step {
  readonly state: NotebookState
  readonly effects: readonly Effect[]
}
