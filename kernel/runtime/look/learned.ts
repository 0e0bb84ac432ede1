import { kindSymbol } from "../../contracts/brand.ts"
import { dataProperty, isOpen } from "./safe.ts"

/** A dataset, by its brand, as far as looking at it needs: splits of rows, each row by column names. */
export interface DatasetLike {
  title: string
  columns: { name: string; kind: string }[]
  splits: SplitLike[]
}

export interface SplitLike {
  name: string
  size: number
  rows(page: { offset: number; limit: number }): Record<string, unknown>[]
}

/** The dataset, or one split of it, that a value is; undefined for all else. */
export function datasetOf(value: unknown): DatasetLike | undefined {
  if (!isOpen(value)) return undefined
  if (dataProperty(value, kindSymbol) === "dataset") {
    const splits = ["train", "validation", "test"].flatMap(name => splitOf(dataProperty(value, name)) ?? [])
    const columns = columnsOf(value)
    return columns && { title: String(dataProperty(value, "title") ?? ""), columns, splits }
  }
  const split = splitOf(value)
  const columns = split && columnsOf(value)
  return split && columns && { title: split.name, columns, splits: [split] }
}

function splitOf(value: unknown): SplitLike | undefined {
  if (!isOpen(value)) return undefined
  const name = dataProperty(value, "name")
  const size = dataProperty(value, "size")
  const rows = dataProperty(value, "rows")
  if (typeof name !== "string" || typeof size !== "number" || typeof rows !== "function") return undefined
  return { name, size, rows: page => rows.call(value, page) as Record<string, unknown>[] }
}

function columnsOf(value: object): DatasetLike["columns"] | undefined {
  const columns = ["source", "table", "columns"].reduce<unknown>(
    (at, key) => (isOpen(at) ? dataProperty(at, key) : undefined),
    value,
  )
  return Array.isArray(columns) ? (columns as DatasetLike["columns"]) : undefined
}
