import type { ColumnPayload } from "../../contracts/dataset.ts"
import { KaonError } from "../../contracts/errors.ts"
import { isMissing, type Row, rowOf } from "../data/row.ts"
import { widthOf } from "../data/table.ts"

/** A step that leaves rows out. It sees raw values, before any scaling or encoding, and does nothing at serving. */
export interface RowStep {
  /** Says what it does, fully enough to be part of the dataset's fingerprint. */
  description: string
  /** The rows that stay, in order. Where a source has splits of its own, each is treated by itself. */
  keep(columns: readonly ColumnPayload[], rows: Uint32Array): Uint32Array
}

/** The columns that were named, or all; throws DATA_INVALID for one that is not there. */
function chosen(columns: readonly ColumnPayload[], names: readonly string[] | undefined): readonly ColumnPayload[] {
  const known = columns.map(column => column.name)
  const wrong = names?.find(name => !known.includes(name))
  if (wrong === undefined) return columns.filter(column => names?.includes(column.name) ?? true)
  throw new KaonError("DATA_INVALID", `There is no column "${wrong}".`, { fix: `The columns are ${known.join(", ")}.` })
}

const listed = (names: readonly string[] | undefined): string => (names === undefined ? "" : ` (${names.join(", ")})`)

/** Of rows that are equal in every column, the first stays. */
export const dropDuplicates = (names?: readonly string[]): RowStep => ({
  description: `drop duplicates${listed(names)}`,
  keep(all, rows) {
    const columns = chosen(all, names)
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
export const dropMissing = (names?: readonly string[]): RowStep => ({
  description: `drop missing${listed(names)}`,
  keep(all, rows) {
    const columns = chosen(all, names)
    return rows.filter(row => !columns.some(column => isMissing(column, row)))
  },
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
