import type { ColumnPayload } from "../../contracts/dataset.ts"
import { isMissing, type Row, rowOf } from "../data/row.ts"
import { widthOf } from "../data/table.ts"

/** A step that leaves rows out. It sees raw values, before any scaling or encoding, and does nothing at serving. */
export interface RowStep {
  /** Says what it does, fully enough to be part of the dataset's fingerprint. */
  description: string
  /** The rows that stay, in order. Where a source has splits of its own, each is treated by itself. */
  keep(columns: readonly ColumnPayload[], rows: Uint32Array): Uint32Array
}

/** Of rows that are equal in every column, the first stays. */
export const dropDuplicates = (): RowStep => ({
  description: "drop duplicates",
  keep(columns, rows) {
    const seen = new Set<string>()
    return rows.filter(row => {
      const key = columns.map(column => keyOf(column, row)).join("\u0000")
      return seen.size < seen.add(key).size
    })
  },
})

function keyOf(column: ColumnPayload, row: number): string {
  if (Array.isArray(column.values)) return JSON.stringify(column.values[row])
  const width = widthOf(column)
  const part = column.values.subarray(row * width, (row + 1) * width)
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("latin1")
}

/** Rows without a missing value (NaN, an empty text, no class) stay. */
export const dropMissing = (): RowStep => ({
  description: "drop missing",
  keep: (columns, rows) => rows.filter(row => !columns.some(column => isMissing(column, row))),
})

/** The first rows stay. */
export const take = (count: number): RowStep => ({
  description: `take ${count}`,
  keep: (_columns, rows) => rows.slice(0, count),
})

/** Rows for which the function answers true stay. */
export const filter = (test: (row: Row) => boolean): RowStep => ({
  description: `filter ${test}`,
  keep: (columns, rows) => rows.filter(row => test(rowOf(columns, row))),
})
