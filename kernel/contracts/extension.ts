import { z } from "zod"
import { cellSchema as cell, diagnosticSchema as diagnostic, editedCellsMethods, graphNode } from "./editedcells.ts"

export { extensionTarget } from "./extensiontarget.ts"

/*
 * What travels over a comm of target `kaon.v1`: each comm_msg of the front end carries a request, and is answered by one comm_msg
 * with the same id, whose parent is the request. Answers come as they are ready, in any order.
 */

const offset = z.number().int().nonnegative()
/** A known cell by its id, with its newest source; without an id, a new cell after all the others. */
const draft = z.object({ id: z.string().optional(), source: z.string() })
const span = { start: offset, end: offset }
const numberedCell = cell.extend({
  /** The number the reader counts, from 1; its place in the list if absent. */
  number: z.number().int().positive().optional(),
})

const notebook = {
  /** All code cells, in their order. */
  cells: z.array(numberedCell),
  /** Which cells ran with which source, in the order of their latest runs; what this kernel ran if absent. */
  ran: z.array(cell).optional(),
}

export const variableSchema = z.object({
  name: z.string(),
  /** A primitive's type, or the name of its class: "number", "Array", "Float32Array", "Tensor". */
  type: z.string(),
  /** Extent of each axis, where it has any: [rows], [rows, columns], a tensor's shape. */
  shape: z.array(z.number().int()).optional(),
  /** Memory of its data, where it is known without counting. */
  bytes: z.number().int().optional(),
  /** One line of text, at most 240 characters. */
  preview: z.string(),
  /** The cell that defined it last. */
  cellId: z.string().optional(),
})

export const pageSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** JSON values; what JSON cannot say is a text ("NaN", a date in ISO 8601, a preview of an object). */
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  start: offset,
  /** Rows in all, and columns in all: `columns` holds the first 200. */
  total: z.number().int(),
  totalColumns: z.number().int(),
  /** Rows that pass the filter. */
  matching: z.number().int(),
})

export const profileSchema = z.object({
  column: z.string(),
  type: z.string(),
  /** Rows that were looked at: those that pass the filter. */
  count: z.number().int(),
  missing: z.number().int(),
  /** Different values; a lower bound where `exact` is false. */
  distinct: z.number().int(),
  exact: z.boolean(),
  min: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  max: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  bins: z.array(z.object({ from: z.number(), to: z.number(), count: z.number().int() })),
  top: z.array(z.object({ value: z.string(), count: z.number().int() })),
})

const variant = z.enum(["native", "gpu"])
/** `threads`: how many it may compute with at once. */
const loadedSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("tensorflow"), version: z.string(), variant, threads: z.number().int() }),
  z.object({ name: z.literal("javascript"), threads: z.number().int() }),
])
/** What this process has loaded; absent before its first tensor. */
const loaded = loadedSchema.optional()

export const backendSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("tensorflow"), version: z.string(), variant, loaded }),
  z.object({
    name: z.literal("javascript"),
    loaded,
    why: z.string(),
    fix: z.string(),
    /** What to type in a terminal, where that is all that is to be done. */
    command: z.string().optional(),
  }),
])

const filter = z.object({
  column: z.string(),
  is: z.enum(["contains", "=", "!=", "<", "<=", ">", ">="]),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
})

const nothing = z.object({})

/** Every method with its parameters and its result. Offsets are UTF-16 code units in the cell's source. */
export const extensionMethods = {
  ...editedCellsMethods,
  /** The notebook's cells as they are being edited: from now on, the language service knows these. */
  "language.setCells": { params: z.object({ cells: z.array(cell) }), result: nothing },
  "language.complete": {
    params: z.object({ cell: draft, offset, details: z.number().int().min(0).max(200).optional() }),
    result: z.object({
      items: z.array(
        z.object({
          ...span,
          label: z.string(),
          kind: z.string(),
          detail: z.string().optional(),
          documentation: z.string().optional(),
          insertText: z.string(),
          deprecated: z.boolean().optional(),
          sortText: z.string(),
        }),
      ),
    }),
  },
  "language.inspect": {
    params: z.object({ cell: draft, offset, detail: z.union([z.literal(0), z.literal(1)]).default(0) }),
    result: z.object({ found: z.object({ markdown: z.string(), text: z.string() }).nullable() }),
  },
  "language.diagnose": {
    params: z.object({ cell: draft }),
    result: z.object({
      diagnostics: z.array(
        z.object({
          ...span,
          severity: z.enum(["error", "warning", "hint"]),
          message: z.string(),
          code: z.number().int(),
        }),
      ),
    }),
  },
  "language.definition": {
    params: z.object({ cell: draft, offset }),
    result: z.object({
      definitions: z.array(z.object({ ...span, cellId: z.string().optional(), file: z.string().optional() })),
    }),
  },
  "language.rename": {
    params: z.object({ cell: draft, offset, newName: z.string().min(1) }),
    result: z.object({ edits: z.array(z.object({ ...span, cellId: z.string(), newText: z.string() })) }),
  },
  "language.signature": {
    params: z.object({ cell: draft, offset }),
    result: z.object({
      found: z
        .object({
          signatures: z.array(
            z.object({
              label: z.string(),
              documentation: z.string().optional(),
              parameters: z.array(z.object({ label: z.string(), documentation: z.string().optional() })),
            }),
          ),
          activeSignature: z.number().int(),
          activeParameter: z.number().int(),
        })
        .nullable(),
    }),
  },
  /** What cells defined, in the order of their names. No code of the user is run for it. */
  "variables.list": { params: nothing, result: z.object({ variables: z.array(variableSchema) }) },
  /** Rows of an array, an object, a typed array, a Map, a Set, a tensor, a dataset or an Arrow table. */
  "variables.page": {
    params: z.object({
      name: z.string(),
      start: offset.default(0),
      count: z.number().int().min(0).max(1000).default(50),
      sort: z.object({ column: z.string(), descending: z.boolean().default(false) }).optional(),
      /** All of them hold for a row that is kept. */
      filter: z.array(filter).optional(),
    }),
    result: pageSchema,
  },
  /** What a column of such rows holds, in figures; dates are milliseconds since 1970. */
  "variables.profile": {
    params: z.object({ name: z.string(), column: z.string(), filter: z.array(filter).optional() }),
    result: profileSchema,
  },
  /** A value as a cell shows it. Its own display method, where it has one, is called. */
  "variables.get": {
    params: z.object({ name: z.string() }),
    result: z.object({ data: z.record(z.string(), z.unknown()), metadata: z.record(z.string(), z.unknown()) }),
  },
  /** Stops the training that runs, after its batch, and takes its model back to its best epoch; `stopped` is false where none runs. */
  "training.keepBest": { params: nothing, result: z.object({ stopped: z.boolean() }) },
  /** What training will compute with, `why` there is nothing faster, and what helps; `loaded`: what this kernel computes with already. */
  "learning.backend": { params: nothing, result: backendSchema },
  /** Who depends on whom, what is wrong with it, and which results are out of date. */
  graph: {
    params: z.object(notebook),
    result: z.object({
      nodes: z.array(z.object(graphNode)),
      /** `to` uses `names`, which `from` defines or assigns. */
      edges: z.array(z.object({ from: z.string(), to: z.string(), names: z.array(z.string()) })),
      diagnostics: z.array(diagnostic),
      /** Cells that ran, but with another source, or before something that they depend on changed or ran again. */
      stale: z.array(z.string()),
    }),
  },
  /** The cells to run, in order, for some cells, or for a cell and all that depends on it; all where neither is given. */
  plan: {
    params: z.object({ ...notebook, only: z.array(z.string()).optional(), from: z.string().optional() }),
    result: z.object({ order: z.array(z.string()), stale: z.array(z.string()) }),
  },
} as const

/** What tensors are computed by. */
export type Backend = z.output<typeof backendSchema>
export type Loaded = z.output<typeof loadedSchema>

export type ExtensionMethod = keyof typeof extensionMethods
export type ExtensionParams<M extends ExtensionMethod> = z.output<(typeof extensionMethods)[M]["params"]>
export type ExtensionInput<M extends ExtensionMethod> = z.input<(typeof extensionMethods)[M]["params"]>
export type ExtensionResult<M extends ExtensionMethod> = z.output<(typeof extensionMethods)[M]["result"]>

export const extensionRequestSchema = z.object({
  id: z.union([z.string(), z.number()]),
  method: z.string(),
  params: z.unknown().optional(),
})

export const extensionFailureSchema = z.object({
  code: z.enum([
    "REQUEST_INVALID",
    "METHOD_UNKNOWN",
    "PARAMS_INVALID",
    /** A cell runs and keeps the main thread, where values live: ask again later. */
    "BUSY",
    "NOT_FOUND",
    /** The value has no rows. */
    "NOT_A_TABLE",
    /** Too many rows to sort or to filter. */
    "TOO_LARGE",
    "FAILED",
  ]),
  message: z.string(),
})
export type ExtensionFailure = z.infer<typeof extensionFailureSchema>

/** `id` is null where the request had none that could be read. */
export const extensionReplySchema = z.union([
  z.object({ id: z.union([z.string(), z.number(), z.null()]), error: extensionFailureSchema }),
  z.object({ id: z.union([z.string(), z.number()]), result: z.unknown() }),
])
export type ExtensionReply = z.infer<typeof extensionReplySchema>
