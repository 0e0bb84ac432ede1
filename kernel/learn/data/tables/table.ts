import type { MimeBundle } from "../../../contracts/mime.ts"
import { mimeTypes } from "../../../contracts/mimetypes.ts"
import { type Displayable, displaySymbol } from "../../show/displayable.ts"
import { count as grouped, textTable } from "../../show/text-table.ts"
import type { DatasetBuilder } from "../builder.ts"
import { batches, type StreamOptions } from "../stream/stream.ts"
import { arrowBytes } from "./arrow-out.ts"
import { chunksOf, describe, rowsOf, valuesOf } from "./engine.ts"
import { type PredictOptions, predicted } from "./predict.ts"
import { profileTable, type TableProfile } from "./profile.ts"
import { type Queryable, queries } from "./queries.ts"
import { inOrder, type Relation } from "./relation.ts"
import { kindOfType, type TableColumn } from "./types.ts"
import { plainRow, shownValue, type TableRow } from "./values.ts"
import { writeTable } from "./write.ts"

/** Rows that are shown of a table. */
const headRows = 20

/** Rows that a result brings along, so that a page can go through them; fewer where they are wide. */
const shownRows = 1000
const shownCells = 20_000
/** Rows of a query that are kept, where it has no more: groups and sums mostly, which are not to be computed at each look. */
const mostKept = 1000

/** What was read when a table was made: its first rows, all of them where they are kept, and their number where it is known. */
interface Seen {
  head: readonly TableRow[]
  kept?: readonly TableRow[] | undefined
  count?: number
}

/**
 * A table whose columns are known. Rows are read from the file or query when they are asked for, and not kept, but for those
 * of a query with few of them: these are the rows that it had when it was awaited.
 */
export class Table implements Displayable, Queryable<Table> {
  readonly relation: Relation
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly #head: readonly TableRow[]
  /** All rows, where they are kept. */
  readonly #kept: readonly TableRow[] | undefined
  /** Rows in all, where they were counted when the table was made. */
  readonly total: number | undefined
  #count: Promise<number> | undefined

  private constructor(relation: Relation, columns: readonly TableColumn[], { head, kept, count }: Seen) {
    this.relation = relation
    this.name = relation.name
    this.columns = columns
    this.#head = head
    this.#kept = kept
    if (count !== undefined) this.#count = Promise.resolve(count)
    this.total = count
  }

  /** Reads the names and types of the columns and the first rows. */
  static async open(relation: Relation): Promise<Table> {
    const described = await describe(relation.sql, relation.queryLine)
    const columns = described.map(column => ({ ...column, kind: kindOfType(column.type) }))
    const limit = relation.computed === true ? mostKept : headRows
    const first = await rowsOf(`SELECT * FROM (${inOrder(relation)}) LIMIT ${limit}`)
    const rows = first.map(plainRow)
    const kept = relation.computed === true && rows.length < mostKept ? rows : undefined
    return new Table(relation, columns, { head: rows.slice(0, headRows), kept })
  }

  /** The table as the result of a query is shown: with its first thousand rows and the number of all. */
  static async result(relation: Relation): Promise<Table> {
    const table = await Table.open(relation)
    const limit = Math.min(shownRows, Math.max(headRows, Math.floor(shownCells / Math.max(1, table.columns.length))))
    const [head, count] = [await table.rows({ limit }), await table.count()]
    return new Table(table.relation, table.columns, { head, count, kept: table.#kept })
  }

  /** Rows in all; the file is gone through once. */
  count(): Promise<number> {
    if (this.#kept !== undefined) return Promise.resolve(this.#kept.length)
    this.#count ??= valuesOf(`SELECT count(*)::DOUBLE FROM (${this.relation.sql})`).then(([row]) => Number(row![0]))
    return this.#count
  }

  /** One page of rows. */
  async rows({ offset = 0, limit = 50 }: { offset?: number; limit?: number } = {}): Promise<TableRow[]> {
    if (this.#kept !== undefined) return this.#kept.slice(offset, offset + limit).map(row => ({ ...row }))
    return (await rowsOf(`SELECT * FROM (${inOrder(this.relation)}) LIMIT ${limit} OFFSET ${offset}`)).map(plainRow)
  }

  /** All rows, one after another; memory does not grow with the table. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TableRow> {
    const names = this.columns.map(column => column.name)
    for await (const chunk of chunksOf(inOrder(this.relation))) {
      const { JSDuckDBValueConverter } = await import("@duckdb/node-api")
      for (const values of chunk.convertRows(JSDuckDBValueConverter)) {
        yield plainRow(Object.fromEntries(names.map((column, i) => [column, values[i]])))
      }
    }
  }

  /** Batches of rows, shuffled in a buffer, repeated and made ready ahead as asked. */
  batches(options: StreamOptions = {}): AsyncGenerator<TableRow[]> {
    return batches(() => this, options)
  }

  /** What each column holds: counts, distribution, most frequent values, correlations. Computed by DuckDB. */
  profile(): Promise<TableProfile> {
    return profileTable(this)
  }

  /** The table as an Arrow IPC file, in record batches. */
  arrow(): Promise<Uint8Array> {
    return arrowBytes(this)
  }

  /** Writes .csv, .tsv, .parquet, .json, .ndjson or .arrow, by the ending; complete or not at all. */
  write(file: string): Promise<void> {
    return writeTable(this, file)
  }

  /** Data to learn from: `target` is the column to predict, all others are features. */
  predict(target: string, options: PredictOptions = {}): DatasetBuilder {
    return predicted(async () => this, target, options)
  }

  select(...columns: string[]): Promise<Table> {
    return Table.open(queries.select(this.relation, columns))
  }

  where(condition: string): Promise<Table> {
    return Table.open(queries.where(this.relation, condition))
  }

  sql(query: string): Promise<Table> {
    return Table.open(queries.sql(this.relation, query))
  }

  limit(rows: number): Promise<Table> {
    return Table.open(queries.limit(this.relation, rows))
  }

  sample(rows: number, seed = 0): Promise<Table> {
    return Table.open(queries.sample(this.relation, rows, seed))
  }

  [displaySymbol](): MimeBundle {
    const rows = this.#head.map(row => this.columns.map(column => shownValue(row[column.name] ?? null, column)))
    const total = this.total ?? (this.#head.length < headRows ? rows.length : undefined)
    const head = rows.slice(0, headRows)
    const text = head.map(row => row.map(value => (typeof value === "number" ? value : String(value ?? ""))))
    const first = `the first ${grouped(head.length)} rows`
    const note =
      total === undefined ? first : total === head.length ? rowsOfAll(total) : `${first} of ${grouped(total)}`
    return {
      [mimeTypes.table]: {
        columns: this.columns.map(({ name, type }) => ({ name, type: type.toLowerCase() })),
        rows,
        total: total ?? rows.length,
      },
      "text/plain": `${this.name}: ${this.columns.length} columns, ${note}\n${textTable(
        this.columns.map(column => column.name),
        text,
      )}`,
    }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(this[displaySymbol]()["text/plain"])
  }
}

const rowsOfAll = (total: number): string => `${grouped(total)} rows`
