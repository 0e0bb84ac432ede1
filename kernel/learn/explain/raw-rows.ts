import { type InputColumn, type Values, widthOf } from "../steps/step.ts"
import type { Feature } from "./features.ts"

/** Raw examples: the values of each column, `count` rows of them. */
export interface RawRows {
  values: Values[]
  count: number
}

/** Rows that say nothing: zeros and empty texts. */
export const blankRows = (columns: readonly InputColumn[], count: number): RawRows => ({
  values: columns.map(column => {
    if (column.kind === "text") return new Array<string>(count * widthOf(column)).fill("")
    const Numbers = column.kind === "image" || column.kind === "audio" ? Float32Array : Float64Array
    return new Numbers(count * widthOf(column))
  }),
  count,
})

/** So many copies of one row. */
export function repeated(columns: readonly InputColumn[], { values }: RawRows, row: number, count: number): RawRows {
  const rows = blankRows(columns, count)
  columns.forEach((column, i) => {
    const width = widthOf(column)
    for (let at = 0; at < count * width; at++) rows.values[i]![at] = values[i]![row * width + (at % width)]!
  })
  return rows
}

/** Gives a row the feature of another row. */
export function copyFeature(
  { column, width, places }: Feature,
  from: { rows: RawRows; row: number },
  to: { rows: RawRows; row: number },
): void {
  const [source, target] = [from.rows.values[column]!, to.rows.values[column]!]
  for (const place of places) target[to.row * width + place] = source[from.row * width + place]!
}
