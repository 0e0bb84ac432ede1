import type { DuckDBDataChunk } from "@duckdb/node-api"
import duckdb from "@duckdb/node-bindings"
import type { ColumnPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { chunksOf } from "./engine.ts"
import { Gathered } from "./gathered.ts"
import { name } from "./quote.ts"
import { inOrder, type Relation } from "./relation.ts"
import { TextReader } from "./text-reader.ts"
import { type TableColumn, vectorLength } from "./types.ts"

/**
 * All values of some columns, in memory: numbers, points in time (milliseconds since 1970, UTC) and the places of true and
 * false as Float64Array with NaN (−1) for nothing, texts as strings with "" for nothing. The table is gone through once.
 */
export async function columnValues(relation: Relation, columns: readonly TableColumn[]) {
  const parts = columns.map(column => partOf(column))
  const selects = parts.flatMap(part => part.selects)
  let rows = 0
  for await (const chunk of chunksOf(`SELECT ${selects.join(", ")} FROM (${inOrder(relation)})`)) {
    let at = 0
    for (const { texts, numbers } of parts) {
      if (texts !== undefined) texts.take(chunk, at++)
      else for (const held of numbers) held.push(doublesIn(chunk, at++))
    }
    rows += chunk.rowCount
  }
  return { rows, columns: parts.map(part => payloadOf(part, rows)) }
}

interface Part {
  column: TableColumn
  selects: string[]
  /** Of a column of texts; all others have a list of numbers for each select. */
  texts: TextReader | undefined
  numbers: Gathered<Float64Array>[]
}

function partOf(column: TableColumn): Part {
  const selects = selectsOf(column)
  return column.kind === "text"
    ? { column, selects, texts: new TextReader(), numbers: [] }
    : {
        column,
        selects,
        texts: undefined,
        numbers: selects.map(() => new Gathered(length => new Float64Array(length))),
      }
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

/** The numbers of a column of doubles without nulls, as they lie in DuckDB's memory: valid until the next chunk. */
export function doublesIn(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column)
  const bytes = duckdb.vector_get_data(vector, chunk.rowCount * 8)
  return new Float64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount)
}

function payloadOf({ column: { name, kind }, texts, numbers }: Part, rows: number): ColumnPayload {
  if (texts !== undefined) return { name, shape: [], kind: "text", values: texts.texts() }
  const own = numbers.map(held => held.all())
  if (kind === "class")
    return { name, shape: [], kind: "class", values: new Int32Array(own[0]!), classes: ["false", "true"] }
  if (kind !== "vector") return { name, shape: [], kind: kind === "date" ? "date" : "number", values: own[0]! }
  const values = new Float64Array(rows * own.length)
  own.forEach((held, j) => {
    for (let row = 0; row < rows; row++) values[row * own.length + j] = held[row]!
  })
  return { name, shape: [own.length], kind: "number", values }
}
