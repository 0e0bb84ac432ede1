import { name } from "./quote.ts"
import { over, type Relation } from "./relation.ts"

/** What can be asked of a table before and after it is opened. */
export interface Queryable<T> {
  /** Columns by name, or expressions of SQL: `select("day", "high - low AS range")`. */
  select(...columns: string[]): PromiseLike<T>
  /** Rows for which a condition of SQL holds. */
  where(condition: string): PromiseLike<T>
  /** A query over this table, which it calls `this`: `SELECT city, avg(price) FROM this GROUP BY city`. */
  sql(query: string): PromiseLike<T>
  /** The first rows. */
  limit(rows: number): PromiseLike<T>
  /** Rows drawn by chance, the same ones for the same seed, in their old order. */
  sample(rows: number, seed?: number): PromiseLike<T>
}

const isName = /^[\p{L}_][\p{L}\p{N}_ ]*$/u

const from = (relation: Relation, sql: string): Relation => ({ ...relation, sql })

export const queries = {
  select: (relation: Relation, columns: readonly string[]): Relation => {
    const list = columns.map(column => (isName.test(column) && !/\bas\b/i.test(column) ? name(column) : column))
    return from(relation, `SELECT ${list.join(", ")} FROM (${relation.sql})`)
  },
  where: (relation: Relation, condition: string): Relation =>
    from(relation, `SELECT * FROM (${relation.sql}) WHERE ${condition}`),
  sql: (relation: Relation, query: string): Relation => over(query, { this: relation }, relation.name),
  limit: (relation: Relation, rows: number): Relation =>
    from(relation, `SELECT * FROM (${relation.sql}) LIMIT ${Math.trunc(rows)}`),
  // By a hash of the row's number: DuckDB's own sampling depends on its threads.
  sample: (relation: Relation, rows: number, seed: number): Relation =>
    from(
      relation,
      `SELECT * EXCLUDE (kaon_row) FROM (SELECT * FROM (SELECT *, row_number() OVER () AS kaon_row FROM (${relation.sql}))
       ORDER BY hash(kaon_row + ${Math.trunc(seed)} * 1000003), kaon_row LIMIT ${Math.trunc(rows)}) ORDER BY kaon_row`,
    ),
} as const
