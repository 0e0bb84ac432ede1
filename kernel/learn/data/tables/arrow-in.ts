import { readFile } from "node:fs/promises"
import { basename, resolve } from "node:path"
import type { DuckDBValue } from "@duckdb/node-api"
import type { Vector } from "apache-arrow"
import { KaonError } from "../../../contracts/errors.ts"
import { headOfBinary } from "./file-head.ts"
import { type LoadedColumn, loadColumns } from "./load.ts"
import type { Relation } from "./relation.ts"

/** An Arrow IPC file or stream, from a file or from bytes, copied into DuckDB's memory. */
export async function arrowRelation(input: string | Uint8Array, folder: string): Promise<Relation> {
  const arrow = await import("apache-arrow")
  if (typeof input === "string") await headOfBinary(input, folder)
  const bytes = typeof input === "string" ? await readFile(resolve(folder, input)) : input
  const as = typeof input === "string" ? basename(input).replace(/\.[^.]*$/, "") : "table"
  let table: import("apache-arrow").Table
  try {
    table = arrow.tableFromIPC(bytes)
    if (table.schema.fields.length === 0) throw new Error("no schema")
  } catch (cause) {
    throw new KaonError(
      "DATA_INVALID",
      `${typeof input === "string" ? `"${input}"` : "The data"} is not Arrow IPC, or only a part of it.`,
      {
        fix: "Write it again as an Arrow IPC file or stream (Feather version 2).",
        cause,
      },
    )
  }
  const columns = await Promise.all(
    table.schema.fields.map(field => columnOf(field.name, String(field.type), table.getChild(field.name)!)),
  )
  return await loadColumns(as, columns, table.numRows)
}

type Converter = { type: keyof typeof import("@duckdb/node-api"); convert(value: never): unknown }

/** Arrow's name of a type → DuckDB's, and how a value is carried over. Arrow gives points in time as milliseconds. */
const carried: readonly (readonly [RegExp, Converter])[] = [
  [/^U?[Ii]nt(8|16|32)$/, { type: "BIGINT", convert: (value: number) => BigInt(value) }],
  [/^Int64$/, { type: "BIGINT", convert: (value: bigint) => value }],
  [/^U[Ii]nt64$/, { type: "UBIGINT", convert: (value: bigint) => value }],
  [/^Float/, { type: "DOUBLE", convert: (value: number) => value }],
  [/^Bool$/, { type: "BOOLEAN", convert: (value: boolean) => value }],
  [/^(Large)?Utf8$|^Dictionary<.*Utf8>$/, { type: "VARCHAR", convert: (value: string) => value }],
  [
    /^(Timestamp|Date)/,
    { type: "TIMESTAMP", convert: (value: number | Date) => BigInt(Math.round(Number(value) * 1000)) },
  ],
]

async function columnOf(column: string, type: string, vector: Vector): Promise<LoadedColumn> {
  const duckdb = await import("@duckdb/node-api")
  const found = carried.find(([pattern]) => pattern.test(type))?.[1]
  if (found === undefined) {
    throw new KaonError("DATA_INVALID", `Column "${column}" is of Arrow's type ${type}, which Kaon does not read.`, {
      fix: "Write it as numbers, texts, booleans or points in time.",
    })
  }
  const convert = found.convert as (value: unknown) => unknown
  const wrap =
    found.type === "TIMESTAMP"
      ? (value: unknown) => new duckdb.DuckDBTimestampValue(value as bigint)
      : (value: unknown) => value
  return {
    name: column,
    type: duckdb[found.type] as LoadedColumn["type"],
    at: row => {
      const value = vector.get(row) as unknown
      return value === null ? null : (wrap(convert(value)) as DuckDBValue)
    },
  }
}
