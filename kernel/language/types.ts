/** A cell as the notebook has it. `defines` and `uses` may be left out: both are read from the source then. */
export interface LanguageCell {
  id: string
  /** The cell's TypeScript. A `%%header` line may stand in it or be blanked to the same length. */
  source: string
  defines: string[]
  uses: string[]
}

/** A cell that is being edited: a known one by its `id` (with its newest source), or a new one after all the others. */
export interface CellDraft {
  id?: string
  source: string
  defines?: string[]
  uses?: string[]
}

/** All offsets are UTF-16 code units in the cell's source. */
export interface Span {
  start: number
  end: number
}

export interface Completion extends Span {
  label: string
  kind: string
  /** Signature or type, where it was worked out. */
  detail?: string
  /** Markdown. */
  documentation?: string
  /** Replaces the text from `start` to `end`. */
  insertText: string
  deprecated?: boolean
  sortText: string
}

export interface Inspection {
  markdown: string
  text: string
}

export interface LanguageDiagnostic extends Span {
  severity: "error" | "warning" | "hint"
  message: string
  /** The number of TypeScript's message: 2322 for "Type … is not assignable to type …". */
  code: number
}

/** Where a name is defined: in a cell, or in a file (then the offsets count in that file). */
export interface Definition extends Span {
  cellId?: string
  file?: string
}

export interface CellEdit extends Span {
  cellId: string
  newText: string
}

export interface Signature {
  signatures: { label: string; documentation?: string; parameters: { label: string; documentation?: string }[] }[]
  activeSignature: number
  activeParameter: number
}

export interface RequestOptions {
  /** Aborted: the answer is empty at once. */
  signal?: AbortSignal
  /** After this time the answer is empty. 5 s if absent. */
  timeoutMs?: number
  /** Completion only: how many entries, from the top, come with types and documentation. 10 if absent. */
  details?: number
}

/**
 * What an editor asks of TypeScript about cells. No method ever rejects: a server that died, hangs, or was aborted gives an empty answer,
 * and comes back with all cells by itself. User code is never evaluated.
 */
export interface LanguageService extends AsyncDisposable {
  /** All known cells, in order: a later cell shadows names of earlier ones. Cheap; what did not change is not sent again. */
  setCells(cells: LanguageCell[]): void
  /** Starts the server and loads the libraries, so that the first answer comes quickly. */
  warm(): Promise<void>
  complete(cell: CellDraft, offset: number, options?: RequestOptions): Promise<Completion[]>
  /** Signature and JSDoc of what stands at `offset`; detail 1 adds where it is defined. */
  inspect(cell: CellDraft, offset: number, detail: 0 | 1, options?: RequestOptions): Promise<Inspection | undefined>
  diagnose(cell: CellDraft, options?: RequestOptions): Promise<LanguageDiagnostic[]>
  definition(cell: CellDraft, offset: number, options?: RequestOptions): Promise<Definition[]>
  /** The edits of a rename in all cells; none where the name belongs to a file or is no name. */
  rename(cell: CellDraft, offset: number, newName: string, options?: RequestOptions): Promise<CellEdit[]>
  signature(cell: CellDraft, offset: number, options?: RequestOptions): Promise<Signature | undefined>
  /** Process id of the server, while one runs. */
  readonly pid: number | undefined
}
