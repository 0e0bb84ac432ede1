import type { TableColumn } from "./types.ts"

/** A cell of a table as JavaScript holds it: whole numbers beyond 2^53 as texts, points in time as Date. */
export type TableValue = number | string | boolean | Date | null | TableValue[] | { [name: string]: TableValue }
export type TableRow = Record<string, TableValue>

/** What DuckDB gives, as plain values. */
export function plain(value: unknown): TableValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value === undefined) return null
  if (value === null || typeof value !== "object" || value instanceof Date) return value as TableValue
  if (Array.isArray(value)) return value.map(plain)
  const proto = Object.getPrototypeOf(value)
  if (proto === Object.prototype || proto === null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
  }
  return String(value)
}

export const plainRow = (row: Record<string, unknown>): TableRow => plain(row) as TableRow

/** A cell as a table on a page shows it. */
export function shownValue(value: TableValue, { kind, type }: TableColumn): string | number | boolean | null {
  if (value instanceof Date)
    return kind === "date" && type === "DATE" ? value.toISOString().slice(0, 10) : value.toISOString()
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value
}
