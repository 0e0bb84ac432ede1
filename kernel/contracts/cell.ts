import type { Header } from "./stage.ts"

/** A name with its place in the cell's source (line and column from 1, offset from 0). */
export interface NamePlace {
  name: string
  line: number
  column: number
  offset: number
  /** Only ever read under `typeof`, which asks whether the name is there: being undefined is no mistake. */
  guarded?: boolean
}

/** What static analysis knows of one cell; all that the graph needs. */
export interface CellFacts {
  /** Stable identity: the notebook's cell id. */
  id: string
  /** The number the reader counts, from 1, over code cells. */
  number: number
  header: Header | undefined
  /** The line of the header, from 1; absent for a plain cell. */
  headerLine?: number
  /** Top-level names that the cell declares, with where. Types are not among them. */
  defines: (NamePlace & { kind: "const" | "let" | "var" | "function" | "class" | "import" | "enum" | "namespace" })[]
  /** Names that the cell reads or writes without declaring them and that are no globals of the platform. */
  uses: NamePlace[]
  /** Those of `uses` that the cell assigns to. */
  assigns: NamePlace[]
  /** Module specifiers that the cell imports, static and dynamic ones with a literal. */
  imports: string[]
}

/** A problem found before running, with its place. */
export interface Diagnostic {
  code: import("./errors.ts").ErrorCode
  severity: "error" | "warning"
  message: string
  fix?: string
  cellId: string
  /** Number of the cell as the reader counts, line and column from 1. */
  cell: number
  line?: number
  column?: number
  /** The other places that the problem is about. */
  related?: { cellId: string; cell: number; line?: number; column?: number }[]
}
