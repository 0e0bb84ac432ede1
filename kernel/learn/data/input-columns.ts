import type { ColumnPayload } from "../../contracts/dataset.ts"
import type { InputColumn } from "../steps/step.ts"
import { widthOf } from "./table.ts"

/** The columns that a raw example consists of; the categories of a text column are those of the training rows, sorted. */
export function inputColumns(features: readonly ColumnPayload[], training: Uint32Array): InputColumn[] {
  return features.map(({ name, kind, shape, values, classes }) => {
    const column: InputColumn = { name, kind, shape: [...shape] }
    if (kind === "class") column.categories = classes ?? []
    if (kind === "text") {
      const texts = new Set<string>()
      for (const row of training) texts.add(values[row] as string)
      column.categories = [...texts].filter(text => text !== "").sort()
    }
    return column
  })
}

/** The values of one column over some rows, as numbers: a text is its index among the categories, −1 if it is none. */
export function numbersOf(source: ColumnPayload, column: InputColumn, rows: Uint32Array): Float32Array {
  const width = widthOf(source)
  const numbers = new Float32Array(rows.length * width)
  if (Array.isArray(source.values)) {
    const index = new Map(column.categories?.map((name, i) => [name, i]))
    rows.forEach((row, i) => {
      numbers[i] = index.get(source.values[row] as string) ?? -1
    })
    return numbers
  }
  const { values } = source
  rows.forEach((row, i) => {
    for (let j = 0; j < width; j++) numbers[i * width + j] = values[row * width + j]!
  })
  return numbers
}
