import type { DuckDBType, DuckDBValue } from "@duckdb/node-api"
import type { ColumnPayload } from "../../../contracts/dataset.ts"
import { Dataset } from "../dataset.ts"
import { Split } from "../split.ts"
import { widthOf } from "../table.ts"
import { arrowRelation } from "./arrow-in.ts"
import { type LoadedColumn, loadColumns } from "./load.ts"
import { type Columns, type Records, recordsRelation } from "./records.ts"
import type { Relation } from "./relation.ts"
import { Table } from "./table.ts"
import { TableQuery } from "./table-query.ts"

/** A column of an example's many values (a picture) takes part up to so many values in all. */
const mostValues = 20_000_000

/** Datasets are loaded once, however many queries are about them. */
const loaded = new WeakMap<Dataset | Split, Promise<Relation>>()

type Way = (value: object, name: string) => Promise<Relation> | undefined

const ways: readonly Way[] = [
  value => (value instanceof Table ? Promise.resolve(value.relation) : undefined),
  value => (value instanceof TableQuery ? value.then(table => table.relation) : undefined),
  (value, name) => (value instanceof Dataset || value instanceof Split ? datasetRelation(value, name) : undefined),
  value => arrowOf(value)?.then(bytes => arrowRelation(bytes, "")),
  (value, name) => (areRecords(value) ? recordsRelation(value, name) : undefined),
  (value, name) => (areColumns(value) ? recordsRelation(value, name) : undefined),
]

/**
 * A value of a cell as a table that SQL can select from: a table, a dataset or a split of one, an Arrow table, an array of objects, an
 * object of arrays. Undefined for what is no table. Throws DATA_INVALID for one whose columns hold values of more than one type.
 */
export function relationOf(value: unknown, name: string): Promise<Relation> | undefined {
  if (typeof value !== "object" || value === null) return undefined
  for (const way of ways) {
    const found = way(value, name)
    if (found !== undefined) return found
  }
  return undefined
}

const areRecords = (value: object): value is Records =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(row => typeof row === "object" && row !== null && !Array.isArray(row))

const areColumns = (value: object): value is Columns => {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  const columns = Object.values(value)
  return columns.length > 0 && columns.every(column => Array.isArray(column) || isNumbers(column))
}

const isNumbers = (value: unknown): boolean => ArrayBuffer.isView(value) && !(value instanceof DataView)

/** An Arrow table comes from whichever copy of the library the notebook uses: it is known by what it has. */
function arrowOf(value: object): Promise<Uint8Array> | undefined {
  if (!("schema" in value && "batches" in value && "numRows" in value)) return undefined
  return import("apache-arrow").then(({ tableToIPC }) => tableToIPC(value as never, "stream"))
}

function datasetRelation(value: Dataset | Split, name: string): Promise<Relation> {
  const known = loaded.get(value) ?? load(value, name)
  loaded.set(value, known)
  return known
}

/** The raw rows; of a whole dataset, with the split of each in a column of that name where it has no other. */
async function load(value: Dataset | Split, name: string): Promise<Relation> {
  const splits = value instanceof Dataset ? value.splits : [value]
  const places = splits.flatMap(split => Array.from(split.indices, row => ({ row, split: split.name })))
  const { columns } = value.source.table
  const fits = (column: ColumnPayload) => widthOf(column) * places.length <= mostValues
  const left = columns.filter(column => !fits(column)).map(column => `"${column.name}"`)
  if (left.length > 0) console.warn(`The column ${left.join(", ")} of ${name} is too large for a query and left out.`)
  const own = await Promise.all(columns.filter(fits).map(columnOf))
  const duckdb = await import("@duckdb/node-api")
  const split = { name: "split", type: duckdb.VARCHAR, at: (at: number) => places[at]!.split }
  const all: LoadedColumn[] = own.map(({ at, ...column }) => ({ ...column, at: place => at(places[place]!.row) }))
  if (value instanceof Dataset && !columns.some(column => column.name === "split")) all.push(split)
  return await loadColumns(name, all, places.length)
}

async function columnOf({ name, kind, shape, values, classes }: ColumnPayload): Promise<LoadedColumn> {
  const duckdb = await import("@duckdb/node-api")
  if (shape.length > 0) {
    const width = shape.reduce((a, b) => a * b, 1)
    const numbers = values as Float32Array
    const type: DuckDBType = duckdb.ARRAY(duckdb.FLOAT, Math.max(1, width))
    return { name, type, at: row => duckdb.arrayValue(Array.from(numbers.subarray(row * width, (row + 1) * width))) }
  }
  if (kind === "class") {
    return { name, type: duckdb.VARCHAR, at: row => classes?.[values[row] as number] ?? null }
  }
  const type: DuckDBType = Array.isArray(values) ? duckdb.VARCHAR : duckdb.DOUBLE
  return {
    name,
    type,
    at: row => {
      const value = values[row]!
      return value === "" || Number.isNaN(value) ? null : (value as DuckDBValue)
    },
  }
}
