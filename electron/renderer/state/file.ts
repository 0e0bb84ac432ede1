import { z } from "zod"
import type { Cell, CellType, NotebookState } from "./model.ts"
import { emptyGraph } from "./model.ts"
import { applyMessage, type CellOutputs, noOutputs, type Output } from "./outputs.ts"
import { filed } from "./terminal.ts"

const lines = z
  .union([z.string(), z.array(z.string())])
  .transform(text => (typeof text === "string" ? text : text.join("")))
const record = z.record(z.string(), z.unknown())

const cellSchema = z.looseObject({
  cell_type: z.enum(["code", "markdown", "raw"]),
  id: z.string().optional(),
  source: lines,
  metadata: record.default({}),
  outputs: z.array(record).optional(),
  execution_count: z.number().int().nullable().optional(),
})

const fileSchema = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.number().int(),
  metadata: record.default({}),
  cells: z.array(cellSchema),
})
export type NotebookFile = z.input<typeof fileSchema>

/** The state of a notebook as a contents server sent it. Throws a ZodError for what is no nbformat 4. */
export function fromFile(
  path: string,
  content: unknown,
  modified: string,
  newId: () => string,
  { hash = "", writable = true }: { hash?: string | null; writable?: boolean } = {},
): NotebookState {
  const { cells: found, metadata, ...rest } = fileSchema.parse(content)
  const taken = new Set<string>()
  const cells = found.map(cell => {
    const id = cell.id !== undefined && !taken.has(cell.id) ? cell.id : newId()
    taken.add(id)
    return readCell(cell, id)
  })
  if (cells.length === 0) cells.push(newCell(newId(), "code"))
  const first = cells[0]!.id
  return {
    path,
    metadata,
    rest: { ...rest, nbformat_minor: Math.max(5, rest.nbformat_minor) },
    order: cells.map(cell => cell.id),
    cells: new Map(cells.map(cell => [cell.id, cell])),
    active: first,
    anchor: first,
    mode: "command",
    clipboard: [],
    past: [],
    future: [],
    kernel: { status: "none", name: kernelName(metadata), title: kernelTitle(metadata), since: 0 },
    saved: "clean",
    revision: 0,
    savedRevision: 0,
    modified,
    hash: hash ?? "",
    writable,
    trouble: undefined,
    trusted: cells.every(cell => cell.type !== "code" || cell.trusted),
    marks: new Map(),
    graph: emptyGraph,
    stale: new Set(),
    held: undefined,
    help: "none",
    variables: [],
    variablesKnown: true,
    question: undefined,
    caret: undefined,
  }
}

/** nbformat 4.5 of a state; unknown fields as they were found. */
export function toFile(state: NotebookState): NotebookFile {
  return {
    ...state.rest,
    nbformat: 4,
    nbformat_minor: z.number().catch(5).parse(state.rest.nbformat_minor),
    metadata: { ...state.metadata },
    cells: state.order.map(id => writeCell(state.cells.get(id)!, state.trusted)),
  }
}

export const newCell = (id: string, type: CellType, source = ""): Cell => ({
  id,
  type,
  source,
  metadata: {},
  rest: {},
  outputs: noOutputs,
  count: null,
  run: { state: "none" },
  trusted: true,
  rendered: false,
})

/** A cell as nbformat has it, outputs and all, under a new id; undefined for what is no cell. Its outputs are not trusted. */
export function cellFromFile(found: unknown, id: string): Cell | undefined {
  const cell = cellSchema.safeParse(found).data
  return cell === undefined ? undefined : readCell({ ...cell, metadata: { ...cell.metadata, trusted: false } }, id)
}
export const cellToFile = (cell: Cell): NotebookFile["cells"][number] => writeCell(cell, cell.trusted)

function readCell(found: z.infer<typeof cellSchema>, id: string): Cell {
  const { cell_type, source, outputs = [], execution_count = null, id: _, metadata: all, ...rest } = found
  const { trusted, ...metadata } = all
  const code = cell_type === "code"
  return {
    ...newCell(id, cell_type, source),
    metadata,
    rest,
    outputs: code ? outputs.reduce(readOutput, noOutputs) : noOutputs,
    count: code ? execution_count : null,
    // A cell without outputs shows nothing that could be hostile; running it is a question of the whole notebook.
    trusted: trusted === true || outputs.length === 0,
    rendered: cell_type === "markdown",
  }
}

const readOutput = (outputs: CellOutputs, found: Record<string, unknown>): CellOutputs =>
  applyMessage(outputs, String(found.output_type), {
    ...found,
    ...("text" in found && { text: lines.catch("").parse(found.text) }),
    ...("data" in found && { data: joined(record.catch({}).parse(found.data)) }),
  })

/** nbformat may split text types into lines; JSON types stay as they are. */
const joined = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([type, value]) => {
      const json = /[/+]json$/.test(type)
      return [type, !json && Array.isArray(value) ? value.join("") : value]
    }),
  )

/** A cell as nbformat 4.5 has it. */
export function writeCell(cell: Cell, trusted: boolean): NotebookFile["cells"][number] {
  const metadata = cell.type === "code" ? { ...cell.metadata, trusted: trusted && cell.trusted } : cell.metadata
  const shared = { ...cell.rest, cell_type: cell.type, id: cell.id, metadata, source: cell.source }
  return cell.type === "code"
    ? { ...shared, execution_count: cell.count, outputs: cell.outputs.list.map(writeOutput) }
    : shared
}

function writeOutput(output: Output): Record<string, unknown> {
  if (output.kind === "stream") return { output_type: "stream", name: output.name, text: filed(output.text) }
  if (output.kind === "error")
    return { output_type: "error", ename: output.name, evalue: output.message, traceback: output.traceback }
  const { data, metadata, count } = output
  return count === undefined
    ? { output_type: "display_data", data, metadata }
    : { output_type: "execute_result", data, metadata, execution_count: count }
}

const kernelspec = z.looseObject({ name: z.string(), display_name: z.string().optional() })
const specOf = (metadata: Record<string, unknown>) => kernelspec.safeParse(metadata.kernelspec).data
const kernelName = (metadata: Record<string, unknown>): string => specOf(metadata)?.name ?? "kaon"
const kernelTitle = (metadata: Record<string, unknown>): string => {
  const spec = specOf(metadata)
  return spec?.display_name ?? spec?.name ?? "TypeScript (Kaon)"
}
