import type { DuckDBAppender, DuckDBType, DuckDBValue } from "@duckdb/node-api"
import { execute, run } from "./engine.ts"
import { name } from "./quote.ts"
import type { Relation } from "./relation.ts"

/** A column that is written into a table in memory. */
export interface LoadedColumn {
  name: string
  type: DuckDBType
  at(row: number): DuckDBValue
}

let made = 0
const chunkRows = 2048
/** Tables whose relations nobody holds any more are dropped. */
const forgotten = new FinalizationRegistry<string>(table => {
  execute(`DROP TABLE IF EXISTS ${table}`).catch(() => {
    // The process or its database is ending; there is nothing left to free.
  })
})

/** A table in DuckDB's memory, dropped when its relation is no longer used. */
export async function loadColumns(as: string, columns: readonly LoadedColumn[], rows: number): Promise<Relation> {
  const { DuckDBDataChunk } = await import("@duckdb/node-api")
  const types = columns.map(column => column.type)
  return await fillTable(as, columns, async appender => {
    for (let start = 0; start < rows; start += chunkRows) {
      const count = Math.min(chunkRows, rows - start)
      const chunk = DuckDBDataChunk.create(types, count)
      columns.forEach((column, i) => {
        chunk.setColumnValues(
          i,
          Array.from({ length: count }, (_, row) => column.at(start + row)),
        )
      })
      appender.appendDataChunk(chunk)
    }
  })
}

/** As `loadColumns`, of rows that `fill` appends. A table that it fails to fill is dropped. */
export async function fillTable(
  as: string,
  columns: readonly Pick<LoadedColumn, "name" | "type">[],
  fill: (appender: DuckDBAppender) => Promise<void>,
): Promise<Relation> {
  made += 1
  const table = `kaon_table_${made}`
  const declared = columns.map(column => `${name(column.name)} ${column.type}`).join(", ")
  await run(`CREATE TABLE ${table}`, async connection => {
    await connection.run(`CREATE TABLE ${table} (${declared})`)
    const appender = await connection.createAppender(table)
    try {
      await fill(appender)
      appender.closeSync()
    } catch (cause) {
      await connection.run(`DROP TABLE IF EXISTS ${table}`)
      throw cause
    }
  })
  return owned(as, table)
}

/** The rows that a query gives now, in the order in which it gives them, as a table of their own. */
export async function loadQuery(as: string, query: string): Promise<Relation> {
  made += 1
  const table = `kaon_table_${made}`
  await execute(`CREATE TABLE ${table} AS ${query}`)
  return owned(as, table)
}

/** The table lives as long as its relation. */
function owned(as: string, table: string): Relation {
  const token = {}
  forgotten.register(token, table)
  return { name: as, sql: `SELECT * FROM ${table}`, ordered: true, holds: [token] }
}
