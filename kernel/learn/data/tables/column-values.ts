import type { DuckDBDataChunk } from "@duckdb/node-api"
import duckdb from "@duckdb/node-bindings"
import type { ColumnPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { chunksOf, execute, valuesOf } from "./engine.ts"
import { name } from "./quote.ts"
import { inOrder, type Relation } from "./relation.ts"
import { type TableColumn, vectorLength } from "./types.ts"

/** Columns with up to so many different texts are read as indices into a list of them, which is far quicker. */
const listed = 10_000
let made = 0

/**
 * All values of some columns, in memory: numbers, points in time (milliseconds since 1970, UTC) and the places of true and
 * false as Float64Array with NaN (−1) for nothing, texts as strings with "" for nothing.
 */
export async function columnValues(relation: Relation, columns: readonly TableColumn[]) {
  made += 1
  const table = `kaon_read_${made}`
  await execute(
    `CREATE TABLE ${table} AS SELECT ${columns.map(column => name(column.name)).join(", ")} FROM (${inOrder(relation)})`,
  )
  try {
    const [[total]] = (await valuesOf(`SELECT count(*)::DOUBLE FROM ${table}`)) as [[number]]
    const parts = await Promise.all(columns.map((column, i) => partOf(table, column, `${table}_${i}`)))
    const buffers = parts.flatMap(part => part.selects.map(() => new Float64Array(part.text ? 0 : total)))
    const texts = parts.map(part => (part.text ? new Array<string>(total) : []))
    await read(`SELECT ${parts.flatMap(part => part.selects).join(", ")} FROM ${table}`, parts, buffers, texts)
    const payloads = join(parts, buffers, texts, total)
    for (const { type } of parts) if (type !== undefined) await execute(`DROP TYPE ${type}`)
    return { rows: total, columns: payloads }
  } finally {
    await execute(`DROP TABLE IF EXISTS ${table}`)
  }
}

interface Part {
  column: TableColumn
  /** One number for each value of a row, or one text. */
  selects: string[]
  text: boolean
  /** What the numbers of a text column stand for. */
  list?: string[]
  type?: string
}

async function partOf(table: string, column: TableColumn, type: string): Promise<Part> {
  return column.kind === "text"
    ? await textPart(table, column, type)
    : { column, selects: selectsOf(column), text: false }
}

/** What is selected of a column: a double for each value of a row (NaN or −1 for nothing), or one text ("" for nothing). */
export function selectsOf(column: TableColumn): string[] {
  const as = name(column.name)
  const number = (expression: string) => `coalesce(CAST(${expression} AS DOUBLE), 'NaN'::DOUBLE)`
  switch (column.kind) {
    case "number":
      return [number(as)]
    case "date":
      return [number(/^TIMESTAMP WITH/.test(column.type) ? `epoch_ms(${as})` : `epoch_ms(${as}::TIMESTAMP)`)]
    case "class":
      return [`CASE WHEN ${as} IS NULL THEN -1.0 WHEN ${as} THEN 1.0 ELSE 0.0 END::DOUBLE`]
    case "vector":
      return Array.from({ length: vectorLength(column.type) }, (_, i) => number(`${as}[${i + 1}]`))
    case "text":
      return [`coalesce(CAST(${as} AS VARCHAR), '')`]
    case "other":
      throw new KaonError(
        "DATA_INVALID",
        `Column "${column.name}" is of type ${column.type}, which a model cannot be given.`,
        {
          fix: `Leave it out with drop: ["${column.name}"], or select what is in it: table.select("… ${column.name}.field …").`,
        },
      )
  }
}

async function textPart(table: string, column: TableColumn, type: string): Promise<Part> {
  const as = `CAST(${name(column.name)} AS VARCHAR)`
  const distinct = await valuesOf(
    `SELECT DISTINCT ${as} AS text FROM ${table} WHERE text IS NOT NULL LIMIT ${listed + 1}`,
  )
  const list = distinct.map(([text]) => String(text)).sort()
  if (list.length === 0 || list.length > listed) return { column, selects: [`coalesce(${as}, '')`], text: true }
  await execute(`CREATE TYPE ${type} AS ENUM (${list.map(text => `'${text.replaceAll("'", "''")}'`).join(", ")})`)
  return { column, selects: [`coalesce(enum_code(${as}::${type}), -1)::DOUBLE`], text: false, list, type }
}

async function read(sql: string, parts: readonly Part[], buffers: Float64Array[], texts: string[][]): Promise<void> {
  const isText = parts.flatMap((part, i) => part.selects.map(() => (part.text ? texts[i] : undefined)))
  let row = 0
  for await (const chunk of chunksOf(sql)) {
    isText.forEach((list, i) => {
      if (list === undefined) buffers[i]!.set(doublesIn(chunk, i), row)
      else for (const [at, text] of (chunk.getColumnValues(i) as string[]).entries()) list[row + at] = text
    })
    row += chunk.rowCount
  }
}

/** The numbers of a column of doubles without nulls, as they lie in DuckDB's memory: valid until the next chunk. */
export function doublesIn(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column)
  const bytes = duckdb.vector_get_data(vector, chunk.rowCount * 8)
  return new Float64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount)
}

function join(parts: readonly Part[], buffers: Float64Array[], texts: string[][], rows: number): ColumnPayload[] {
  let at = 0
  return parts.map(({ column, selects, text, list }, i) => {
    const own = buffers.slice(at, at + selects.length)
    at += selects.length
    const base = { name: column.name, shape: [] }
    if (text) return { ...base, kind: "text", values: texts[i]! }
    if (list !== undefined)
      return { ...base, kind: "text", values: Array.from(own[0]!, code => (code < 0 ? "" : list[code]!)) }
    if (column.kind === "class")
      return { ...base, kind: "class", values: Int32Array.from(own[0]!), classes: ["false", "true"] }
    if (column.kind === "date") return { ...base, kind: "date", values: own[0]! }
    if (column.kind === "number") return { ...base, kind: "number", values: own[0]! }
    const values = new Float64Array(rows * own.length)
    own.forEach((buffer, j) => {
      for (let row = 0; row < rows; row++) values[row * own.length + j] = buffer[row]!
    })
    return { name: column.name, shape: [own.length], kind: "number", values }
  })
}
