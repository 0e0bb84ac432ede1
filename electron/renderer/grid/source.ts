import type { ExtensionInput, ExtensionResult } from "../../../kernel/contracts/extension.ts"
import type { Table } from "../../../kernel/contracts/mime.ts"
import { orderOf, type Scalar } from "../../../kernel/contracts/rows/order.ts"
import { type Profile, profileOf } from "../../../kernel/contracts/rows/profile.ts"

export type Page = ExtensionResult<"variables.page">
export type Asked = Omit<ExtensionInput<"variables.page">, "name">
export type Filter = NonNullable<Asked["filter"]>[number]
export type Sort = { readonly column: string; readonly descending: boolean }

/** Where the rows of a grid come from. */
export interface RowSource {
  page(asked: Asked): Promise<Page>
  profile(column: string, filter: readonly Filter[]): Promise<Profile>
}

const widest = 200

/** What a cell compares as: JSON's own scalars; a structure is its text. */
const scalar = (value: unknown): Scalar =>
  value === null || value === undefined
    ? null
    : typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : shortJson(value)

/** JSON that may be nested without end is not written out. */
function shortJson(value: unknown): string {
  try {
    return JSON.stringify(value).slice(0, 1000)
  } catch {
    return "…"
  }
}

/** The rows that an output brought along, sorted and filtered in the page. */
export function tableSource({ columns, rows, total }: Table): RowSource {
  const at = (row: number, column: number) => scalar(rows[row]?.[column])
  const indexOf = (name: string) => {
    const index = columns.findIndex(column => column.name === name)
    if (index < 0) throw new RangeError(`There is no column ${JSON.stringify(name)}.`)
    return index
  }
  let last: { key: string; order: Uint32Array } | undefined
  const order = (sort: Asked["sort"], filter: readonly Filter[] = []): Uint32Array => {
    const key = JSON.stringify([sort, filter])
    if (last?.key !== key) {
      const tests = filter.map(({ column, is, value }) => ({ column: indexOf(column), is, value }))
      const by = sort && { column: indexOf(sort.column), descending: sort.descending ?? false }
      last = { key, order: orderOf({ total: rows.length, at }, { filter: tests, sort: by }) }
    }
    return last.order
  }
  const shown = columns.slice(0, widest)
  return {
    page: async ({ start = 0, count = 50, sort, filter }) => {
      const found = order(sort, filter)
      return {
        columns: shown,
        rows: Array.from(found.subarray(start, start + count), row => shown.map((_, column) => at(row, column))),
        start,
        total,
        totalColumns: columns.length,
        matching: found.length,
      }
    },
    profile: async (name, filter) => {
      const column = indexOf(name)
      const found = order(undefined, filter)
      return profileOf({ column: name, type: columns[column]!.type }, found.length, place => at(found[place]!, column))
    },
  }
}
