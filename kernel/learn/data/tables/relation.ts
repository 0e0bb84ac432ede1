import { name } from "./quote.ts"

/** A table as DuckDB can select from it: `sql` is a query, run again whenever its rows are asked for. */
export interface Relation {
  name: string
  sql: string
  /** Is the order of the rows the same at every run? Groups and joins come in any order; ORDER BY, files and arrays do not. */
  ordered: boolean
  /** Is it a query that was written, whose rows cost what the whole query costs, however few are asked for? */
  computed?: boolean
  /** Kept alive as long as the relation is: the table in memory that the query reads. */
  holds?: readonly object[]
  /** Lines of `sql` before what the reader wrote: a place in it is counted without them. */
  queryLine?: number
}

const anyOrder = /\b(group\s+by|join|distinct|union|intersect|except|using\s+sample|tablesample|unnest)\b/i

/** Does a query give its rows in an order of its own? */
export const isOrdered = (query: string): boolean => /\border\s+by\b/i.test(query) || !anyOrder.test(query)

/** The query with its rows in a repeatable order, so that a split by seed takes the same ones at every run. */
export const inOrder = ({ sql, ordered }: Relation): string =>
  ordered ? sql : `SELECT * FROM (${sql}) ORDER BY ALL NULLS LAST`

/** The lines before a query over tables that are handed to it, so that its own lines can be counted. */
export function withTables(tables: Readonly<Record<string, Relation>>): string {
  const bound = Object.entries(tables)
  if (bound.length === 0) return ""
  return `WITH ${bound.map(([as, { sql }]) => `${name(as)} AS (${sql}\n)`).join(", ")}\nSELECT * FROM (\n`
}

/** Relations by name, and a query over them, as one query. */
export function over(query: string, tables: Readonly<Record<string, Relation>>, as: string): Relation {
  const bound = Object.values(tables)
  const bare = query.trim().replace(/;\s*$/, "")
  const before = withTables(tables)
  return {
    name: as,
    sql: before === "" ? bare : `${before}${bare}\n)`,
    ordered: isOrdered(bare) && (/\border\s+by\b/i.test(bare) || bound.every(({ ordered }) => ordered)),
    computed: true,
    holds: bound.flatMap(({ holds }) => holds ?? []),
    queryLine: before.split("\n").length - 1,
  }
}
