import type { ColumnPayload } from "../../contracts/dataset.ts"
import { type InputColumn, type Values, widthOf } from "../steps/step.ts"

/** The columns that a raw example consists of. */
export const inputColumns = (features: readonly ColumnPayload[]): InputColumn[] =>
  features.map(({ name, kind, shape, classes }) => ({
    name,
    kind,
    shape: [...shape],
    ...(kind === "class" && { categories: classes ?? [] }),
  }))

/** The values of one column over some rows, as steps take them. */
export function valuesOf(column: ColumnPayload, rows: Uint32Array): Values {
  const { kind, values } = column
  if (Array.isArray(values)) {
    const texts = new Array<string>(rows.length)
    for (let i = 0; i < rows.length; i++) texts[i] = values[rows[i]!]!
    return texts
  }
  const width = widthOf(column)
  const pixels = kind === "image" || kind === "audio"
  const taken = pixels ? new Float32Array(rows.length * width) : new Float64Array(rows.length * width)
  if (width === 1) {
    for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!
    return taken
  }
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * width
    for (let j = 0; j < width; j++) taken[i * width + j] = values[from + j]!
  }
  return taken
}
