import type { DuckDBDataChunk } from "@duckdb/node-api"
import type { Data, DataType, RecordBatch } from "apache-arrow"
import { chunksOf } from "./engine.ts"
import { name } from "./quote.ts"
import { inOrder } from "./relation.ts"
import type { Table } from "./table.ts"
import type { TableColumn } from "./types.ts"

type Arrow = typeof import("apache-arrow")

/** Rows in a record batch. */
const batchRows = 1 << 16

interface Form {
  /** The column as its query gives it. */
  select(column: TableColumn): string
  data(arrow: Arrow, values: readonly unknown[], validity: Validity): Data
  type(arrow: Arrow): DataType
}

interface Validity {
  nullCount: number
  nullBitmap: Uint8Array
}

const as = (type: string) => (column: TableColumn) => `CAST(${name(column.name)} AS ${type})`

const forms = {
  integer: {
    select: as("BIGINT"),
    type: arrow => new arrow.Int64(),
    data: (arrow, values, validity) =>
      arrow.makeData({
        type: new arrow.Int64(),
        length: values.length,
        ...validity,
        data: BigInt64Array.from(values, value => (value as bigint | null) ?? 0n),
      }),
  },
  number: {
    select: as("DOUBLE"),
    type: arrow => new arrow.Float64(),
    data: (arrow, values, validity) =>
      arrow.makeData({
        type: new arrow.Float64(),
        length: values.length,
        ...validity,
        data: Float64Array.from(values, value => (value as number | null) ?? 0),
      }),
  },
  boolean: {
    select: as("BOOLEAN"),
    type: arrow => new arrow.Bool(),
    data: (arrow, values, validity) =>
      arrow.makeData({
        type: new arrow.Bool(),
        length: values.length,
        ...validity,
        data: bitsOf(values, value => value === true),
      }),
  },
  date: {
    select: column => `epoch_ms(${name(column.name)}${/^TIMESTAMP WITH/.test(column.type) ? "" : "::TIMESTAMP"})`,
    type: arrow => new arrow.TimestampMillisecond("UTC"),
    data: (arrow, values, validity) =>
      arrow.makeData({
        type: new arrow.TimestampMillisecond("UTC"),
        length: values.length,
        ...validity,
        data: BigInt64Array.from(values, value => (value as bigint | null) ?? 0n),
      }),
  },
  text: {
    select: as("VARCHAR"),
    type: arrow => new arrow.Utf8(),
    data: textData,
  },
} satisfies Record<string, Form>

function formOf({ kind, type }: TableColumn): Form {
  if (kind === "number") return /^(U?(TINY|SMALL)INT|U?INTEGER|BIGINT)$/.test(type) ? forms.integer : forms.number
  if (kind === "class") return forms.boolean
  return kind === "date" ? forms.date : forms.text
}

/** A table as an Arrow IPC file. Built from buffers, not with Arrow's builders, which compile code from text. */
export async function arrowBytes({ relation, columns }: Table): Promise<Uint8Array> {
  const arrow = await import("apache-arrow")
  const chosen = columns.map(formOf)
  const fields = columns.map((column, i) => new arrow.Field(column.name, chosen[i]!.type(arrow), true))
  const schema = new arrow.Schema(fields)
  const batches: RecordBatch[] = []
  const selects = columns.map((column, i) => chosen[i]!.select(column)).join(", ")
  for await (const values of gathered(chunksOf(`SELECT ${selects} FROM (${inOrder(relation)})`), columns.length)) {
    const children = chosen.map((form, i) => form.data(arrow, values[i]!, validityOf(values[i]!)))
    const struct = arrow.makeData({ type: new arrow.Struct(fields), length: values[0]!.length, nullCount: 0, children })
    batches.push(new arrow.RecordBatch(schema, struct))
  }
  return arrow.tableToIPC(new arrow.Table(schema, batches), "file")
}

/** Chunks put together into the rows of a record batch, column by column. */
async function* gathered(chunks: AsyncIterable<DuckDBDataChunk>, width: number): AsyncGenerator<unknown[][]> {
  let values: unknown[][] = Array.from({ length: width }, () => [])
  for await (const chunk of chunks) {
    for (let i = 0; i < width; i++) for (const value of chunk.getColumnValues(i)) values[i]!.push(value)
    if (values[0]!.length < batchRows) continue
    yield values
    values = Array.from({ length: width }, () => [])
  }
  if (values[0]!.length > 0) yield values
}

function validityOf(values: readonly unknown[]): Validity {
  const nullCount = values.reduce<number>((sum, value) => sum + Number(value === null), 0)
  return { nullCount, nullBitmap: bitsOf(values, value => value !== null) }
}

/** One bit a value, the lowest first, padded to eight bytes. */
function bitsOf(values: readonly unknown[], test: (value: unknown) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8)
  values.forEach((value, i) => {
    if (test(value)) bits[i >> 3]! |= 1 << (i & 7)
  })
  return bits
}

function textData(arrow: Arrow, values: readonly unknown[], validity: Validity): Data {
  const parts = values.map(value => Buffer.from((value as string | null) ?? "", "utf8"))
  const valueOffsets = new Int32Array(parts.length + 1)
  parts.forEach((part, i) => {
    valueOffsets[i + 1] = valueOffsets[i]! + part.length
  })
  const data = new Uint8Array(Buffer.concat(parts))
  return arrow.makeData({ type: new arrow.Utf8(), length: parts.length, ...validity, valueOffsets, data })
}
