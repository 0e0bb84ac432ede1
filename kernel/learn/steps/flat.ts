import { KaonError } from "../../contracts/errors.ts"
import { type InputColumn, type Values, widthOf } from "./step.ts"

const isPixels = ({ kind }: InputColumn): boolean => kind === "image" || kind === "audio"

/**
 * Flat numbers, row by row, as the values of each column. A text is given as its index among the categories of its column;
 * throws DATA_INVALID for a column of texts that has none.
 */
export function toColumns(
  raw: ArrayLike<number>,
  columns: readonly InputColumn[],
  width: number,
  rows: number,
): Values[] {
  const only = columns.length === 1 ? columns[0]! : undefined
  if (only !== undefined && isPixels(only)) return [raw instanceof Float32Array ? raw : Float32Array.from(raw)]
  let at = 0
  return columns.map(column => {
    const own = widthOf(column)
    const values = isPixels(column) ? new Float32Array(rows * own) : new Float64Array(rows * own)
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < own; i++) values[row * own + i] = raw[row * width + at + i]!
    }
    at += own
    return column.kind === "text" ? textsFrom(values, column) : values
  })
}

function textsFrom(indices: ArrayLike<number>, { name, categories }: InputColumn): string[] {
  if (categories === undefined) {
    throw new KaonError("DATA_INVALID", `The column "${name}" takes texts, not numbers.`, {
      fix: `Give examples by column name: { "${name}": "…" }.`,
    })
  }
  return Array.from(indices, index => categories[index] ?? "")
}

/** The opposite: −1 for a text that is no category. Doubles, unless all is pixels. */
export function toFlat(
  values: readonly Values[],
  columns: readonly InputColumn[],
  rows: number,
): Float32Array | Float64Array {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0)
  const raw = columns.every(isPixels) ? new Float32Array(rows * width) : new Float64Array(rows * width)
  let at = 0
  columns.forEach((column, i) => {
    const own = widthOf(column)
    const part = values[i]!
    const index = new Map(column.categories?.map((category, place) => [category, place]))
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < own; j++) {
        const value = part[row * own + j]!
        raw[row * width + at + j] = typeof value === "string" ? (index.get(value) ?? -1) : value
      }
    }
    at += own
  })
  return raw
}
