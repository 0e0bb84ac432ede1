import type { ColumnPayload } from "../../contracts/dataset.ts"
import { widthOf } from "./table.ts"

/** One example as its source gives it: a number, a text, the name of a class, or an array of an image's values. */
export type Row = Record<string, number | string | number[]>

export function cellOf(column: ColumnPayload, row: number): number | string | number[] {
  const { kind, shape, values, classes } = column
  if (shape.length > 0) {
    const width = widthOf(column)
    return Array.from((values as Float32Array).subarray(row * width, (row + 1) * width))
  }
  const value = values[row]!
  return kind === "class" ? (classes?.[value as number] ?? value) : value
}

export const rowOf = (columns: readonly ColumnPayload[], row: number): Row =>
  Object.fromEntries(columns.map(column => [column.name, cellOf(column, row)]))

/** NaN, an empty text, or a class that is none (a negative index). */
export function isMissing(column: ColumnPayload, row: number): boolean {
  const width = widthOf(column)
  for (let i = row * width; i < (row + 1) * width; i++) {
    const value = column.values[i]!
    if (value === "" || Number.isNaN(value) || (column.kind === "class" && (value as number) < 0)) return true
  }
  return false
}
