import type { Backend } from "../../../kernel/contracts/extension.ts"
import type { CellOutputs } from "./outputs.ts"

export type CellType = "code" | "markdown" | "raw"
export type Mode = "command" | "edit"

/** What happened to a cell's latest run. Times are milliseconds since 1970. */
export type Run =
  | { state: "none" }
  /** `turn` says which of the waiting runs comes first. */
  | { state: "queued"; message: string; turn: number; former?: boolean }
  /** `former`: it comes again from the journal, and its kernel was started anew since. */
  | { state: "running"; message: string; started: number; former?: boolean }
  | { state: "done" | "failed" | "aborted"; message: string; started: number; ended: number }

export interface Cell {
  readonly id: string
  readonly type: CellType
  readonly source: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** Fields that nbformat does not know, and attachments: kept as they were found. */
  readonly rest: Readonly<Record<string, unknown>>
  readonly outputs: CellOutputs
  readonly count: number | null
  readonly run: Run
  /** Its outputs came from a kernel of this session, or the server vouches for them. */
  readonly trusted: boolean
  /** A Markdown cell is shown as text, not as its source. */
  readonly rendered: boolean
}

/** What undo goes back to: the cells and their order. */
export interface Document {
  readonly order: readonly string[]
  readonly cells: ReadonlyMap<string, Cell>
}

export interface HistoryEntry {
  readonly document: Document
  readonly active: string
  /** Edits with the same mark within a short time are one step. */
  readonly mark: string
  readonly at: number
}

export type KernelStatus = "none" | "starting" | "idle" | "busy" | "restarting" | "dead" | "disconnected"

/** A mark in a cell's source; offsets are UTF-16 code units. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly severity: "error" | "warning" | "hint"
  readonly message: string
  readonly source: "language" | "graph" | "run" | "find"
}

export interface GraphNode {
  readonly id: string
  readonly number: number
  readonly stage?: string | undefined
  readonly name?: string | undefined
  readonly defines: readonly string[]
  readonly uses: readonly string[]
}

export interface GraphView {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly { from: string; to: string; names: readonly string[] }[]
}

export interface Variable {
  readonly name: string
  readonly type: string
  readonly preview: string
  readonly shape?: readonly number[] | undefined
  readonly bytes?: number | undefined
  readonly cellId?: string | undefined
}

/** A save that failed, in words; or a file that is not there any more, and where it went if that is known. */
export type Trouble =
  | { readonly kind: "failed"; readonly message: string; readonly fix: string | undefined }
  | { readonly kind: "gone"; readonly movedTo: string | undefined }

export type Saved = "clean" | "dirty" | "saving" | "failed" | "conflict"

export interface NotebookState extends Document {
  readonly path: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly rest: Readonly<Record<string, unknown>>
  readonly active: string
  /** The other end of the selection; the same as `active` for one cell. */
  readonly anchor: string
  readonly mode: Mode
  readonly clipboard: readonly Cell[]
  readonly past: readonly HistoryEntry[]
  readonly future: readonly HistoryEntry[]
  readonly kernel: {
    readonly status: KernelStatus
    readonly name: string
    readonly title: string
    readonly since: number
    /** Bytes that its process holds, where it says so. */
    readonly memory?: number | undefined
    /** Whether it was started anew without being asked from here, and nobody has taken note of that yet. */
    readonly anew?: boolean
    /** What its tensors are computed by, where it says so. */
    readonly backend?: Backend | undefined
  }
  readonly saved: Saved
  /** Counts changes that a file would show. */
  readonly revision: number
  readonly savedRevision: number
  /** The server's time of the file that this state came from. */
  readonly modified: string
  /** SHA-256 of that file; "" at servers that do not say it. */
  readonly hash: string
  /** Whether the server would let it be written. */
  readonly writable: boolean
  /** What keeps the notebook from its file, until that is over. */
  readonly trouble: Trouble | undefined
  readonly trusted: boolean
  readonly marks: ReadonlyMap<string, readonly Mark[]>
  readonly graph: GraphView
  readonly stale: ReadonlySet<string>
  /** Cells that the kernel of now has run, so that their values are in it; undefined where no server tells. */
  readonly held: ReadonlySet<string> | undefined
  /** Whether the kernel helps with code: not at all, not yet, or now. */
  readonly help: "none" | "starting" | "ready"
  readonly variables: readonly Variable[]
  /** False for a kernel that tells nobody of its variables. */
  readonly variablesKnown: boolean
  /** A question of running code (`input_request`). */
  readonly question:
    | { readonly cell: string; readonly prompt: string; readonly password: boolean; readonly number: number }
    | undefined
  /** Where the editor should put its cursor when the cell is next edited. */
  readonly caret: { readonly cell: string; readonly offset: number; readonly length?: number } | undefined
}

export const emptyGraph: GraphView = { nodes: [], edges: [] }
