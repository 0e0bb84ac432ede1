import { types } from "node:util"
import type { ExtensionParams, ExtensionResult } from "../../contracts/extension.ts"
import { cut, preview } from "./preview.ts"
import type { Tabular } from "./rows.ts"

type Params = ExtensionParams<"variables.page">
type Scalar = string | number | boolean | null

const widest = 200
const longestText = 1000

/** Rows that can be sorted or filtered while the main thread waits. */
export const mostSorted = 1_000_000

/** One page of rows, sorted and filtered. Throws RangeError where there are too many rows for that, or no such column. */
export function pageOf(table: Tabular, { start, count, sort, filter = [] }: Params): ExtensionResult<"variables.page"> {
  const columns = table.columns.slice(0, widest)
  const order = sort !== undefined || filter.length > 0 ? ordered(table, sort, filter) : undefined
  const matching = order?.length ?? table.total
  const rows: Scalar[][] = []
  for (let i = start; i < Math.min(start + count, matching); i++) {
    const row = order === undefined ? i : order[i]!
    rows.push(columns.map((_, column) => scalar(table.cell(row, column))))
  }
  return { columns, rows, start, total: table.total, totalColumns: table.columns.length, matching }
}

/** A cell as JSON holds it. Runs no user code. */
export function scalar(value: unknown): Scalar {
  if (value === undefined || value === null) return null
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value === "boolean") return value
  if (typeof value === "string") return cut(value, longestText)
  if (typeof value === "bigint") return String(value)
  return preview(value)
}

function ordered(table: Tabular, sort: Params["sort"], filter: NonNullable<Params["filter"]>): number[] {
  if (table.total > mostSorted)
    throw new RangeError(`${table.total} rows are too many to sort or to filter; ${mostSorted} can be.`)
  const column = (name: string) => {
    const index = table.columns.findIndex(known => known.name === name)
    if (index < 0) throw new RangeError(`There is no column ${JSON.stringify(name)}.`)
    return index
  }
  const tests = filter.map(({ column: name, is, value }) => {
    const index = column(name)
    return (row: number) => comparisons[is](comparable(table.cell(row, index)), value)
  })
  const rows: number[] = []
  for (let row = 0; row < table.total; row++) if (tests.every(test => test(row))) rows.push(row)
  if (sort === undefined) return rows
  const index = column(sort.column)
  const keys = rows.map(row => comparable(table.cell(row, index)))
  const sign = sort.descending ? -1 : 1
  const places = Uint32Array.from(rows.keys()).sort((a, b) => compareNullsLast(keys[a]!, keys[b]!, sign) || a - b)
  return Array.from(places, place => rows[place]!)
}

/** Numbers, dates and bigints compare as numbers, all else as text. */
function comparable(value: unknown): Scalar {
  if (typeof value === "bigint") return Number(value)
  if (typeof value === "number") return Number.isNaN(value) ? null : value
  return types.isDate(value) ? Date.prototype.getTime.call(value) : scalar(value)
}

type Filter = NonNullable<Params["filter"]>[number]

const text = (value: Scalar): string => String(value ?? "").toLowerCase()

/** A number that was typed as text still finds numbers. */
const like = (wanted: Scalar, found: Scalar): Scalar =>
  typeof found === "number" && typeof wanted === "string" && wanted.trim() !== "" && !Number.isNaN(Number(wanted))
    ? Number(wanted)
    : wanted

const ordering =
  (holds: (sign: number) => boolean) =>
  (found: Scalar, wanted: Scalar): boolean =>
    found !== null && holds(compare(found, like(wanted, found)))

const comparisons: Record<Filter["is"], (found: Scalar, wanted: Scalar) => boolean> = {
  contains: (found, wanted) => text(found).includes(text(wanted)),
  "=": (found, wanted) => found === like(wanted, found),
  "!=": (found, wanted) => found !== like(wanted, found),
  "<": ordering(sign => sign < 0),
  "<=": ordering(sign => sign <= 0),
  ">": ordering(sign => sign > 0),
  ">=": ordering(sign => sign >= 0),
}

function compare(a: Scalar, b: Scalar): number {
  if (typeof a === "number" && typeof b === "number") return a - b
  const left = typeof a === "string" ? a : String(a)
  const right = typeof b === "string" ? b : String(b)
  return left < right ? -1 : left > right ? 1 : 0
}

function compareNullsLast(a: Scalar, b: Scalar, sign: number): number {
  if (a === null) return b === null ? 0 : 1
  if (b === null) return -1
  return sign * compare(a, b)
}
