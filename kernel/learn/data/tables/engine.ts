import { tmpdir } from "node:os"
import { join } from "node:path"
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from "@duckdb/node-api"
import { currentCell } from "../../../contracts/context.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { queryFailure } from "./failure.ts"
import { literal } from "./quote.ts"

let instance: Promise<DuckDBInstance> | undefined
const idle = new Map<string, DuckDBConnection[]>()

/**
 * One database in memory for the process, loaded when a table is first asked for. It spills to the system's folder for
 * temporary files and never fetches extensions: CSV, JSON and Parquet are built in.
 */
const database = async (): Promise<DuckDBInstance> => {
  instance ??= import("@duckdb/node-api").then(
    ({ DuckDBInstance }) =>
      DuckDBInstance.create(":memory:", {
        autoinstall_known_extensions: "false",
        autoload_known_extensions: "false",
        temp_directory: join(tmpdir(), `kaon-tables-${process.pid}`),
      }),
    cause => {
      instance = undefined
      throw new KaonError("DATA_INVALID", "DuckDB, which reads tables, cannot be loaded on this machine.", {
        fix: "Run npm install again; it brings DuckDB for this platform.",
        cause,
      })
    },
  )
  return await instance
}

/** Where relative paths start: the folder of the notebook, else of the process. */
export const homeFolder = (): string => currentCell()?.directory ?? process.cwd()

/**
 * A connection whose queries find files from a folder, for as long as `use` takes. A connection does one thing at a time
 * (the next query ends the one before), so each use has its own; they are kept for the next.
 */
async function withConnection<T>(folder: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const free = idle.get(folder) ?? []
  idle.set(folder, free)
  const connection = free.pop() ?? (await connect(folder))
  try {
    return await use(connection)
  } finally {
    free.push(connection)
  }
}

async function connect(folder: string): Promise<DuckDBConnection> {
  const connection = await (await database()).connect()
  await connection.run(`SET file_search_path = ${literal(folder)}`)
  // Points in time without a zone are UTC, as everywhere in Kaon, so that rows do not depend on the machine.
  await connection.run("SET TimeZone = 'UTC'")
  return connection
}

/** A connection that nobody had before or has after: what it makes for itself, such as its own views, goes with it. */
export async function alone<T>(sql: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const folder = homeFolder()
  const connection = await connect(folder)
  try {
    return await guarded(sql, folder, connection, use)
  } finally {
    connection.disconnectSync()
  }
}

/** Runs a statement; the signal of the running cell interrupts it. Failures are KaonErrors that say where and what to do. */
export async function run<T>(sql: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const folder = homeFolder()
  return await withConnection(folder, connection => guarded(sql, folder, connection, use))
}

async function guarded<T>(
  sql: string,
  folder: string,
  connection: DuckDBConnection,
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const signal = currentCell()?.signal
  const stop = () => connection.interrupt()
  signal?.throwIfAborted()
  signal?.addEventListener("abort", stop, { once: true })
  try {
    return await use(connection)
  } catch (error) {
    if (signal?.aborted) throw new KaonError("INTERRUPTED", "The query was interrupted.", { cause: error })
    throw queryFailure(error, { sql, folder })
  } finally {
    signal?.removeEventListener("abort", stop)
  }
}

export const execute = (sql: string): Promise<void> => run(sql, async connection => void (await connection.run(sql)))

/** Names and types of a query's columns; nothing is run. A failure's place is counted without the first `before` lines. */
export async function describe(sql: string, before = 0): Promise<{ name: string; type: string }[]> {
  try {
    return await run(sql, async connection => {
      const statement = await connection.prepare(sql)
      try {
        return Array.from({ length: statement.columnCount }, (_, i) => ({
          name: statement.columnName(i),
          type: String(statement.columnType(i)),
        }))
      } finally {
        statement.destroySync()
      }
    })
  } catch (error) {
    if (!(error instanceof KaonError) || error.place?.line === undefined || before === 0) throw error
    if (error.code !== "QUERY_INVALID") throw error
    const place = { ...error.place, line: error.place.line - before }
    throw new KaonError(error.code, error.message, { ...(error.fix && { fix: error.fix }), place, cause: error.cause })
  }
}

/** All rows of a query, by column name, as JSON-like values (numbers, texts, booleans, null, dates as ISO texts). */
export const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await run(sql, connection => connection.runAndReadAll(sql))).getRowObjectsJS()

export const valuesOf = async (sql: string): Promise<unknown[][]> =>
  (await run(sql, connection => connection.runAndReadAll(sql))).getRowsJS()

/**
 * The chunks of a query as DuckDB makes them, about 2,000 rows each: memory does not grow with the table. The connection is
 * closed with the stream, whose rows may not all have been taken.
 */
export async function* chunksOf(sql: string): AsyncGenerator<DuckDBDataChunk> {
  const folder = homeFolder()
  const connection = await connect(folder)
  try {
    const result = await guarded(sql, folder, connection, own => own.stream(sql))
    for (;;) {
      const chunk = await guarded(sql, folder, connection, () => result.fetchChunk())
      if (chunk === null || chunk.rowCount === 0) return
      yield chunk
    }
  } finally {
    connection.disconnectSync()
  }
}
