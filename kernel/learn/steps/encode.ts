import { type Column, type ColumnStep, isCategory, type State, type Values } from "./step.ts"

/** The categories of a column: those it declares, else the texts of the training rows in order of their code points. */
export function categoriesOf(training: Values, column: Column): string[] {
  if (!Array.isArray(training)) return column.categories ?? []
  return [...new Set(training)].filter(text => text !== "").sort()
}

/** The index of each row's category; −1 for one that was not known in training, or missing. */
export function indicesOf(values: Values, categories: readonly string[]): Float64Array {
  // Loops: typed arrays made of another by a function take many times as long, and tables have millions of rows.
  const indices = new Float64Array(values.length)
  if (!Array.isArray(values)) {
    for (let row = 0; row < values.length; row++) {
      const index = values[row]!
      indices[row] = index >= 0 && index < categories.length ? index : -1
    }
    return indices
  }
  const index = new Map(categories.map((name, i) => [name, i]))
  for (let row = 0; row < values.length; row++) indices[row] = index.get(values[row]!) ?? -1
  return indices
}

const fit: ColumnStep["fit"] = (training, column) => ({ categories: categoriesOf(training, column) })
const known = (state: State) => (state as State & { categories: string[] }).categories

/** A column of numbers in place of one of categories. */
export const asNumbers = (column: Column, width: number): Column => ({
  name: column.name,
  kind: "number",
  shape: width === 1 ? [] : [width],
})

/** A category becomes as many numbers as there are categories, 1 at its own place; an unknown one becomes all zeros. */
export const oneHot: ColumnStep = {
  suits: isCategory,
  fit,
  prepare(state, column) {
    const categories = known(state)
    const size = categories.length
    return {
      column: asNumbers(column, size),
      run(values, rows) {
        const encoded = new Float64Array(rows * size)
        indicesOf(values, categories).forEach((index, row) => {
          if (index >= 0) encoded[row * size + index] = 1
        })
        return encoded
      },
    }
  },
}

/** A category becomes its index in the list of categories; an unknown one becomes −1. */
export const ordinal: ColumnStep = {
  suits: isCategory,
  fit,
  prepare: (state, column) => ({ column: asNumbers(column, 1), run: values => indicesOf(values, known(state)) }),
}
