import { types } from "node:util"
import type { ExtensionParams, ExtensionResult } from "../../contracts/extension.ts"
import { orderOf, type Scalar } from "../../contracts/rows/order.ts"
import { profileOf } from "../../contracts/rows/profile.ts"
import { cut, preview } from "./preview.ts"
import type { Tabular } from "./rows.ts"

type Params = ExtensionParams<"variables.page">
type Wanted = Pick<Params, "sort" | "filter">

const widest = 200
const longestText = 1000

/** Rows that can be sorted, filtered or profiled while the main thread waits. */
export const mostSorted = 1_000_000

/** Finds the order of a table's rows; one that remembers makes the next page of the same order cheap. */
export type FindOrder = (table: Tabular, wanted: Wanted) => Uint32Array | undefined

/** One page of rows, sorted and filtered. Throws RangeError where there are too many rows for that, or no such column. */
export function pageOf(
  table: Tabular,
  { start, count, ...wanted }: Params,
  find: FindOrder = orderIn,
): ExtensionResult<"variables.page"> {
  const columns = table.columns.slice(0, widest)
  const order = find(table, wanted)
  const matching = order?.length ?? table.total
  const rows: Scalar[][] = []
  for (let i = start; i < Math.min(start + count, matching); i++) {
    const row = order === undefined ? i : order[i]!
    rows.push(columns.map((_, column) => scalar(table.cell(row, column))))
  }
  return { columns, rows, start, total: table.total, totalColumns: table.columns.length, matching }
}

/** The figures of one column over the rows that pass the filter. Throws as `pageOf` does. */
export function columnProfile(
  table: Tabular,
  { column: name, filter }: Pick<ExtensionParams<"variables.profile">, "column" | "filter">,
  find: FindOrder = orderIn,
): ExtensionResult<"variables.profile"> {
  checkSize(table)
  const column = columnOf(table, name)
  const order = find(table, { filter })
  const { type } = table.columns[column]!
  return profileOf({ column: name, type }, order?.length ?? table.total, place =>
    comparable(table.cell(order?.[place] ?? place, column)),
  )
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

/** The order that a sort and a filter make, or undefined where there is neither. */
export function orderIn(table: Tabular, { sort, filter = [] }: Wanted): Uint32Array | undefined {
  if (sort === undefined && filter.length === 0) return undefined
  checkSize(table)
  const at = (row: number, column: number) => comparable(table.cell(row, column))
  return orderOf(
    { total: table.total, at },
    {
      filter: filter.map(({ column, is, value }) => ({ column: columnOf(table, column), is, value })),
      sort: sort && { column: columnOf(table, sort.column), descending: sort.descending },
    },
  )
}

function checkSize({ total }: Tabular): void {
  if (total > mostSorted) throw new RangeError(`${total} rows are too many to sort or to filter; ${mostSorted} can be.`)
}

function columnOf({ columns }: Tabular, name: string): number {
  const index = columns.findIndex(known => known.name === name)
  if (index < 0) throw new RangeError(`There is no column ${JSON.stringify(name)}.`)
  return index
}

/** Numbers, dates and bigints compare as numbers, all else as text. */
export function comparable(value: unknown): Scalar {
  if (typeof value === "bigint") return Number(value)
  if (typeof value === "number") return Number.isNaN(value) ? null : value
  if (!types.isDate(value)) return scalar(value)
  const time = Date.prototype.getTime.call(value)
  return Number.isNaN(time) ? null : time
}
