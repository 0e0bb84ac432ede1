import type { ExtensionParams, ExtensionResult } from "../../contracts/extension.ts"
import { profileOf } from "../../contracts/rows/profile.ts"
import { comparable, mostSorted, scalar } from "./page.ts"
import { dataProperty, isOpen } from "./safe.ts"

type Row = Record<string, unknown>

/** Kaon's own tables, whose rows are in a database: as much of one as it takes to go through it. */
export interface KeptTable {
  columns: readonly { name: string; type: string }[]
  /** Rows in all, where they were counted when it was made. */
  total: number | undefined
  count(): Promise<number>
  rows(page: { offset: number; limit: number }): Promise<Row[]>
  sql(query: string): Promise<KeptTable>
}

const methods = ["count", "rows", "sql"]

/** Is it a table of the library, by its shape? One that somebody put together by hand is none: its methods would be code of the user. */
export function keptTableOf(value: unknown): KeptTable | undefined {
  if (!isOpen(value) || dataProperty(value, "relation") === undefined) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!isOpen(prototype) || !methods.every(name => Object.hasOwn(prototype, name))) return undefined
  return methods.some(name => Object.hasOwn(value, name)) ? undefined : (value as unknown as KeptTable)
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const literal = (value: unknown): string =>
  typeof value === "number" || typeof value === "boolean" || value === null
    ? String(value)
    : `'${String(value).replaceAll("'", "''")}'`

type Filter = NonNullable<ExtensionParams<"variables.page">["filter"]>

function conditions({ columns }: KeptTable, filter: Filter = []): string {
  const each = filter.map(({ column, is, value }) => {
    const known = columns.find(({ name }) => name === column)
    if (known === undefined) throw new RangeError(`There is no column ${JSON.stringify(column)}.`)
    const name = quoted(column)
    if (is === "contains") return `contains(lower(CAST(${name} AS VARCHAR)), lower(${literal(String(value))}))`
    if (value === null) return `${name} IS ${is === "!=" ? "NOT " : ""}NULL`
    return `${name} ${is} TRY_CAST(${literal(value)} AS ${known.type})`
  })
  return each.length === 0 ? "" : ` WHERE ${each.join(" AND ")}`
}

/** One page of a table's rows, sorted and filtered by its database. Throws RangeError for a column that is not there. */
export async function keptPage(
  table: KeptTable,
  { start, count, sort, filter }: ExtensionParams<"variables.page">,
): Promise<ExtensionResult<"variables.page">> {
  const where = conditions(table, filter)
  if (sort !== undefined && !table.columns.some(({ name }) => name === sort.column))
    throw new RangeError(`There is no column ${JSON.stringify(sort.column)}.`)
  const order =
    sort === undefined ? "" : ` ORDER BY ${quoted(sort.column)} ${sort.descending ? "DESC" : "ASC"} NULLS LAST`
  const found = where === "" && order === "" ? table : await table.sql(`SELECT * FROM this${where}${order}`)
  const columns = table.columns.slice(0, 200).map(({ name, type }) => ({ name, type: type.toLowerCase() }))
  const rows = (await found.rows({ offset: start, limit: count })).map(row =>
    columns.map(({ name }) => scalar(row[name])),
  )
  const [total, matching] = [await table.count(), await found.count()]
  return { columns, rows, start, total, totalColumns: table.columns.length, matching }
}

/** The figures of one column over the rows that pass the filter. Throws RangeError as `keptPage` does, and for too many rows. */
export async function keptProfile(
  table: KeptTable,
  { column, filter }: ExtensionParams<"variables.profile">,
): Promise<ExtensionResult<"variables.profile">> {
  const known = table.columns.find(({ name }) => name === column)
  if (known === undefined) throw new RangeError(`There is no column ${JSON.stringify(column)}.`)
  const found = await table.sql(`SELECT ${quoted(column)} FROM this${conditions(table, filter)}`)
  const count = await found.count()
  if (count > mostSorted) throw new RangeError(`${count} rows are too many to look through; ${mostSorted} can be.`)
  const rows = await found.rows({ offset: 0, limit: count })
  return profileOf({ column, type: known.type.toLowerCase() }, count, place => comparable(rows[place]![column]))
}
