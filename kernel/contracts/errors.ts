/** Every error that a user can meet, by code, with the exit status of `kaon` when a command ends with it. */
export const errorCodes = {
  // the notebook and its cells
  NOTEBOOK_NOT_FOUND: 2,
  NOTEBOOK_INVALID: 2,
  MERGE_CONFLICT: 1,
  UNKNOWN_HEADER: 1,
  HEADER_INVALID: 1,
  CONTRACT_NOT_MET: 1,
  SYNTAX_ERROR: 1,
  CELL_FAILED: 1,
  GATE_NOT_MET: 3,
  INTERRUPTED: 130,
  // the graph
  NAME_DEFINED_TWICE: 1,
  NAME_USED_BEFORE: 1,
  GRAPH_CYCLE: 1,
  VALUE_CHANGED: 1,
  PARAM_UNKNOWN: 2,
  PARAM_UNREAD: 2,
  PARAM_INVALID: 2,
  // runs
  RUN_NOT_FOUND: 2,
  RUN_UNDER_WAY: 1,
  STEP_TOO_LONG: 1,
  // modules, plugins, data
  MODULE_NOT_FOUND: 1,
  PLUGIN_NOT_FOUND: 1,
  PLUGIN_INVALID: 1,
  PLUGIN_FAILED: 1,
  DATASET_NOT_FOUND: 1,
  DATASET_INVALID: 1,
  DOWNLOAD_FAILED: 1,
  FILE_NOT_FOUND: 1,
  QUERY_INVALID: 1,
  // secrets
  SECRET_NOT_FOUND: 1,
  SECRET_INVALID: 2,
  SECRETS_LOCKED: 1,
  // learning
  SHAPE_MISMATCH: 1,
  DATA_INVALID: 1,
  LOSS_NOT_FINITE: 1,
  MODEL_INVALID: 1,
  NATIVE_UNSUPPORTED: 1,
  NATIVE_FAILED: 1,
  // serving
  PORT_IN_USE: 1,
  SERVICE_FAILED: 1,
  SERVICE_NOT_FOUND: 1,
  REQUEST_INVALID: 1,
  // the kernel and the command
  KERNEL_DIED: 1,
  KERNEL_NOT_FOUND: 1,
  CONNECTION_INVALID: 2,
  STDIN_NOT_ALLOWED: 1,
  WRITE_FAILED: 1,
  EXPORT_FAILED: 1,
  BUILD_FAILED: 1,
  CHANGED_ON_DISK: 1,
  CODE_CHANGED: 1,
  ARTEFACT_LOST: 1,
  VALUE_NOT_STORED: 1,
  USAGE: 2,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorCodes

/** Where an error is: a cell (number as the reader counts, from 1), and a line and column in it (from 1). */
export interface Place {
  file?: string
  cell?: number
  line?: number
  column?: number
}

/** An error a user can meet: a code from the table, one sentence, what to do about it, and where it is. */
export class KaonError extends Error {
  override readonly name = "KaonError"
  readonly code: ErrorCode
  /** What to do, as a full sentence. */
  readonly fix: string | undefined
  readonly place: Place | undefined

  constructor(code: ErrorCode, message: string, options: { fix?: string; place?: Place; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.fix = options.fix
    this.place = options.place
  }
}

/** The exit status of `kaon` for an error: 1 for everything the table does not know. */
export const exitStatus = (error: unknown): number => (error instanceof KaonError ? errorCodes[error.code] : 1)
