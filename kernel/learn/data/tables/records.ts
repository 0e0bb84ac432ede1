import type { DuckDBType, DuckDBValue } from "@duckdb/node-api"
import { KaonError } from "../../../contracts/errors.ts"
import { type LoadedColumn, loadColumns } from "./load.ts"
import type { Relation } from "./relation.ts"

export type Records = readonly Readonly<Record<string, unknown>>[]
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>

/** Rows as objects, or columns as arrays, as a table. Throws DATA_INVALID for a column of more than one type. */
export async function recordsRelation(input: Records | Columns, as: string): Promise<Relation> {
  const { names, rows, at } = Array.isArray(input) ? byRow(input as Records) : byColumn(input as Columns)
  if (names.length === 0) {
    throw new KaonError("DATA_INVALID", "There are no columns: the data is empty.", { fix: "Give at least one row." })
  }
  const columns = await Promise.all(names.map(column => columnOf(column, rows, row => at(row, column))))
  return await loadColumns(as, columns, rows)
}

function byRow(records: Records) {
  const names = new Set<string>()
  records.forEach((record, row) => {
    if (typeof record !== "object" || record === null) {
      throw new KaonError("DATA_INVALID", `Row ${row} is ${String(record)}, not an object.`, {
        fix: "Give each row as { column: value }.",
      })
    }
    for (const key of Object.keys(record)) names.add(key)
  })
  return { names: [...names], rows: records.length, at: (row: number, column: string) => records[row]![column] }
}

function byColumn(columns: Columns) {
  const entries = Object.entries(columns)
  const rows = entries[0]?.[1].length ?? 0
  for (const [column, values] of entries) {
    if (values.length === rows) continue
    throw new KaonError(
      "DATA_INVALID",
      `Column "${column}" has ${values.length} values; "${entries[0]![0]}" has ${rows}.`,
      {
        fix: "Give every column the same number of values.",
      },
    )
  }
  return { names: entries.map(([column]) => column), rows, at: (row: number, column: string) => columns[column]![row] }
}

type Shape = "number" | "bigint" | "boolean" | "string" | "date" | "vector"

const shapeOf = (value: unknown): Shape | "other" =>
  value instanceof Date
    ? "date"
    : Array.isArray(value) || ArrayBuffer.isView(value)
      ? "vector"
      : ["number", "bigint", "boolean", "string"].includes(typeof value)
        ? (typeof value as Shape)
        : "other"

async function columnOf(column: string, rows: number, at: (row: number) => unknown): Promise<LoadedColumn> {
  let shape: Shape | undefined
  let length: number | undefined
  for (let row = 0; row < rows; row++) {
    const value = at(row)
    if (value === null || value === undefined) continue
    const found = shapeOf(value)
    if (found === "other" || (shape !== undefined && found !== shape)) {
      throw new KaonError(
        "DATA_INVALID",
        `Row ${row} has ${describe(value)} in column "${column}"${shape === undefined ? "" : `, where rows before it have a ${shape}`}.`,
        {
          fix: "Give a column values of one type: numbers, texts, true and false, dates, or number lists of one length.",
        },
      )
    }
    shape = found
    if (found !== "vector") continue
    const size = (value as ArrayLike<unknown>).length
    length ??= size
    if (size !== length) {
      throw new KaonError(
        "DATA_INVALID",
        `Row ${row} has ${size} numbers in column "${column}", where rows before it have ${length}.`,
        {
          fix: "Give lists of one length.",
        },
      )
    }
  }
  const { type, convert } = (await converters(length ?? 0))[shape ?? "string"]
  return {
    name: column,
    type,
    at: row => {
      const value = at(row)
      return value === null || value === undefined || Number.isNaN(value) ? null : convert(value)
    },
  }
}

const describe = (value: unknown): string =>
  typeof value === "object" ? "an object" : `${JSON.stringify(value) ?? String(value)}`

async function converters(
  length: number,
): Promise<Record<Shape, { type: DuckDBType; convert: (value: unknown) => DuckDBValue }>> {
  const duckdb = await import("@duckdb/node-api")
  const same = (value: unknown) => value as DuckDBValue
  return {
    number: { type: duckdb.DOUBLE, convert: same },
    bigint: { type: duckdb.BIGINT, convert: same },
    boolean: { type: duckdb.BOOLEAN, convert: same },
    string: { type: duckdb.VARCHAR, convert: same },
    date: {
      type: duckdb.TIMESTAMP,
      convert: value => new duckdb.DuckDBTimestampValue(BigInt((value as Date).getTime()) * 1000n),
    },
    vector: {
      type: duckdb.ARRAY(duckdb.DOUBLE, Math.max(length, 1)),
      convert: value => duckdb.arrayValue(Array.from(value as ArrayLike<number>)),
    },
  }
}
