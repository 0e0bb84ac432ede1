import type { DuckDBDataChunk } from "@duckdb/node-api"
import type { ColumnPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"
import type { Values } from "../../steps/step.ts"
import type { Dataset } from "../dataset.ts"
import { type Row, rowOf } from "../row.ts"
import type { Batch } from "../split.ts"
import type { Source } from "../table.ts"
import { doublesIn, selectsOf } from "../tables/column-values.ts"
import { chunksOf } from "../tables/engine.ts"
import { inOrder } from "../tables/relation.ts"
import type { Table } from "../tables/table.ts"
import type { TableColumn } from "../tables/types.ts"

/** How much rows count: by class index, by the raw row, or the product of both. */
export interface Weighing {
  classes: Float32Array | undefined
  row: ((row: Row) => number) | undefined
}

/**
 * The rows of a table as a dataset prepares them, about 2,000 at a time, in the table's order: memory does not grow with the
 * table. Throws DATA_INVALID for a column that lacks, a class that the dataset does not know, or a value that is no number.
 */
export async function* preparedChunks(dataset: Dataset, table: Table, weighing?: Weighing): AsyncGenerator<Batch> {
  const { preprocessing, source } = dataset
  const inputs = preprocessing.columns.map(({ name }) => name)
  // A row that is weighed is whole, as it is where all rows are in memory.
  const raw = weighing?.row === undefined ? [] : source.table.columns.map(({ name }) => name)
  const aside = raw.filter(name => name !== source.target.name && !inputs.includes(name))
  const names = [...inputs, source.target.name, ...aside]
  const columns = names.map(name => named(table, name))
  const selects = columns.map(column => selectsOf(column))
  const target = targetReader(dataset, columns[inputs.length]!)
  for await (const chunk of chunksOf(`SELECT ${selects.flat().join(", ")} FROM (${inOrder(table.relation)})`)) {
    let at = 0
    const values = columns.map((column, i) => {
      const from = at
      at += selects[i]!.length
      return column.kind === "text" ? textsIn(chunk, from) : numbersIn(chunk, from, selects[i]!.length)
    })
    const xs = preprocessing.prepare(values.slice(0, inputs.length), chunk.rowCount)
    if (!allFinite(xs)) throw notNumber(table.name)
    const ys = target(values[inputs.length]!)
    const rows = () =>
      source.table.columns.map(column => asRead(column, values[names.indexOf(column.name)]!, ys, source))
    const batch = { xs, ys, size: chunk.rowCount }
    yield weighing === undefined ? batch : { ...batch, weights: weightsOf(weighing, ys, rows) }
  }
}

function weightsOf({ classes, row }: Weighing, ys: Batch["ys"], rows: () => ColumnPayload[]): Float32Array {
  const weights = new Float32Array(ys.length).fill(1)
  if (classes !== undefined) for (let i = 0; i < ys.length; i++) weights[i] = classes[ys[i]!]!
  if (row === undefined) return weights
  const columns = rows()
  for (let i = 0; i < ys.length; i++) weights[i]! *= row(rowOf(columns, i))
  return weights
}

/** A column of the dataset with the values of a chunk; the target as classes, where it is such. */
const asRead = (column: ColumnPayload, values: Values, ys: Batch["ys"], { target }: Source): ColumnPayload =>
  column.name === target.name && target.kind === "class"
    ? { ...column, values: ys as Int32Array }
    : { ...column, values: values as Float64Array }

/** As `every` would say, in a tenth of its time. */
function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false
  return true
}

function named(table: Table, name: string): TableColumn {
  const found = table.columns.find(column => column.name === name)
  if (found !== undefined) return found
  throw new KaonError("DATA_INVALID", `"${table.name}" has no column "${name}", which the dataset was made of.`, {
    fix: `Its columns are ${table.columns.map(column => column.name).join(", ")}.`,
  })
}

const textsIn = (chunk: DuckDBDataChunk, column: number): Values => chunk.getColumnValues(column) as string[]

/** DuckDB's own memory where it can be: it is another chunk's after this one, and preparing copies. */
function numbersIn(chunk: DuckDBDataChunk, from: number, width: number): Values {
  if (width === 1) return doublesIn(chunk, from)
  const values = new Float64Array(chunk.rowCount * width)
  for (let j = 0; j < width; j++) {
    const part = doublesIn(chunk, from + j)
    for (let row = 0; row < part.length; row++) values[row * width + j] = part[row]!
  }
  return values
}

/** What is to be predicted, of the values of its column. */
function targetReader({ source, classes }: Dataset, { name, kind }: TableColumn): (values: Values) => Batch["ys"] {
  const index = new Map(classes.map((label, i) => [label, i]))
  const wrong = (value: unknown): KaonError =>
    new KaonError(
      "DATA_INVALID",
      `A row has ${String(value)} in column "${name}", which is ${classes.length > 0 ? "none of the classes of the sample" : "not a number"}.`,
      { fix: `Leave such rows out (table.where('"${name}" IS NOT NULL')), or take a larger sample.` },
    )
  const read =
    source.target.kind !== "class"
      ? (value: number | string) => (Number.isFinite(value) ? (value as number) : undefined)
      : kind === "class"
        ? (value: number | string) => ((value as number) >= 0 ? (value as number) : undefined)
        : (value: number | string) => index.get(String(value))
  return values => {
    const ys = classes.length > 0 ? new Int32Array(values.length) : new Float32Array(values.length)
    for (let row = 0; row < values.length; row++) {
      const found = read(values[row]!)
      if (found === undefined) throw wrong(values[row])
      ys[row] = found
    }
    return ys
  }
}

const notNumber = (table: string): KaonError =>
  new KaonError("DATA_INVALID", `A row of "${table}" has a value that is not a number where it is prepared.`, {
    fix: `Add .fillMissing("median"), or leave such rows out with table.where(…).`,
  })
