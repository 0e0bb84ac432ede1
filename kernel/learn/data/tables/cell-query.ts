import type { DuckDBPreparedStatement, DuckDBResult } from "@duckdb/node-api"
import { KaonError } from "../../../contracts/errors.ts"
import { cellFailure } from "./cell-failure.ts"
import { alone } from "./engine.ts"
import { relationOf } from "./inputs.ts"
import { fillTable } from "./load.ts"
import { bind, columnNames } from "./parameters.ts"
import { name as quoted } from "./quote.ts"
import { isOrdered, type Relation } from "./relation.ts"
import { Table } from "./table.ts"

/** A query of a cell: its text, and the line of the cell that it begins on. */
export interface CellQuery {
  text: string
  line: number
  /** Where its statements begin and end. */
  statements: readonly (readonly [start: number, end: number])[]
  /** What its table is called. */
  name?: string
}

type Values = Readonly<Record<string, unknown>>

/**
 * Runs the SQL of a cell over the values that other cells gave, by name, and keeps what its last statement gives as a table in memory.
 * Parameters (`$rate`) are values as well. Undefined where nothing is given, as by CREATE. Failures have their place in the cell.
 */
export async function queryCell(query: CellQuery, tables: Values, parameters: Values): Promise<Table | undefined> {
  const { text, name = "query" } = query
  const opened = await relationsOf(tables)
  // What stands before a statement is blanked, so that its places are those of the whole text.
  const statements = query.statements.map(
    ([from, to]) => text.slice(0, from).replace(/[^\n\r]/g, " ") + text.slice(from, to),
  )
  try {
    if (statements.length === 0) {
      throw new KaonError("QUERY_INVALID", "The cell has no query below its header.", {
        fix: "Write one, such as: SELECT * FROM 'weather.csv'.",
        place: { line: 0, column: 1 },
      })
    }
    const relation = await alone(text, async connection => {
      for (const [as, { sql }] of opened.relations) await connection.run(`CREATE TEMP VIEW ${quoted(as)} AS ${sql}`)
      for (const [i, statement] of statements.entries()) {
        const prepared = await connection.prepare(statement)
        await bind(prepared, parameters, text)
        if (i === statements.length - 1) return await kept(prepared, name, statement, [...opened.relations.values()])
        await prepared.run()
      }
      return undefined
    })
    return relation && (await Table.result(relation))
  } catch (cause) {
    throw cellFailure(cause, query, opened.others)
  }
}

async function kept(
  statement: DuckDBPreparedStatement,
  as: string,
  text: string,
  inputs: readonly Relation[],
): Promise<Relation | undefined> {
  const { ResultReturnType } = await import("@duckdb/node-api")
  const result = await statement.stream()
  if (result.returnType !== ResultReturnType.QUERY_RESULT) {
    await result.fetchAllChunks()
    return undefined
  }
  const types = result.columnTypes()
  const columns = columnNames(result.columnNames()).map((column, i) => ({ name: column, type: types[i]! }))
  const relation = await fillTable(as, columns, async appender => {
    for await (const chunk of chunks(result)) appender.appendDataChunk(chunk)
  })
  const ordered = isOrdered(text) && (/\border\s+by\b/i.test(text) || inputs.every(input => input.ordered))
  return { ...relation, ordered }
}

async function* chunks(result: DuckDBResult) {
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
    yield chunk
}

/** What can be selected from, and what was named and cannot. */
async function relationsOf(tables: Values) {
  const relations = new Map<string, Relation>()
  const others = new Map<string, unknown>()
  for (const [name, value] of Object.entries(tables)) {
    const found = await relationOf(value, name)
    if (found === undefined) others.set(name, value)
    else relations.set(name, found)
  }
  return { relations, others }
}
