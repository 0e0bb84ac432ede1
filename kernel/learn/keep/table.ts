import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { data } from "../data/data.ts"
import { describe, execute } from "../data/tables/engine.ts"
import { loadQuery } from "../data/tables/load.ts"
import { literal, name as quoted } from "../data/tables/quote.ts"
import { inOrder } from "../data/tables/relation.ts"
import { Table } from "../data/tables/table.ts"

interface PackedTable {
  name: string
  /** An Arrow IPC file, where Arrow gives every column back as it was. */
  arrow?: Uint8Array
  /** Else a Parquet file, and what DuckDB calls the type of each column; those that Parquet has not are in it as texts. */
  parquet?: Uint8Array
  types?: [name: string, type: string][]
}

/** Types whose values go through Arrow and back without a loss. */
const exact = new Set(["BIGINT", "UBIGINT", "DOUBLE", "BOOLEAN", "VARCHAR"])

const described = (columns: readonly { name: string; type: string }[]): string =>
  JSON.stringify(columns.map(({ name, type }) => [name, type]))

/** A table's rows as they are now. */
export async function packTable(table: Table): Promise<PackedTable> {
  if (!table.columns.every(({ type }) => exact.has(type))) return await packParquet(table)
  const arrow = await table.arrow()
  const again = described((await data.arrow(arrow)).columns)
  if (again !== described(table.columns)) throw new TypeError(`a table whose columns would come back as ${again}`)
  return { name: table.name, arrow }
}

export async function unpackTable({ name, arrow, parquet, types = [] }: PackedTable): Promise<Table> {
  if (arrow !== undefined) return await Table.open({ ...(await data.arrow(arrow)).relation, name })
  return await inFile(async file => {
    await writeFile(file, parquet!)
    const columns = types.map(([column, type]) => `CAST(${quoted(column)} AS ${type}) AS ${quoted(column)}`)
    return await Table.open(await loadQuery(name, `SELECT ${columns.join(", ")} FROM read_parquet(${literal(file)})`))
  })
}

async function packParquet({ name, relation, columns }: Table): Promise<PackedTable> {
  const types = columns.map((column): [string, string] => [column.name, column.type])
  return await inFile(async file => {
    const write = (texts: ReadonlySet<string>) => {
      const list = types.map(
        ([column]) => (texts.has(column) ? `CAST(${quoted(column)} AS VARCHAR) AS ` : "") + quoted(column),
      )
      return execute(
        `COPY (SELECT ${list.join(", ")} FROM (${inOrder(relation)})) TO ${literal(file)} (FORMAT parquet)`,
      )
    }
    await write(new Set())
    const kept = new Map(
      (await describe(`SELECT * FROM read_parquet(${literal(file)})`)).map(column => [column.name, column.type]),
    )
    const lost = new Set(types.filter(([column, type]) => kept.get(column) !== type).map(([column]) => column))
    if (lost.size > 0) await write(lost)
    return { name, types, parquet: new Uint8Array(await readFile(file)) }
  })
}

async function inFile<T>(use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "kaon-table-"))
  try {
    return await use(join(folder, "table.parquet"))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
