import { invalid, type Matrix, row } from "./input.ts"

/** Checks that every row holds probabilities that add up to 1 (within 1e-3, as float32 gives them). Throws DATA_INVALID. */
export function isProbabilities(name: string, table: Matrix): void {
  for (let i = 0; i < table.rows; i++) {
    const values = row(table, i)
    const sum = values.reduce((a, b) => a + b, 0)
    if (Math.abs(sum - 1) <= 1e-3 && values.every(value => value >= 0)) continue
    throw invalid(
      `${name}[${i}] adds up to ${Number(sum.toPrecision(6))}; it holds no probabilities.`,
      "Give the outputs of a softmax.",
    )
  }
}
