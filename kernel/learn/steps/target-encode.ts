import { foldsOf } from "../data/folds.ts"
import { randomFrom } from "../random.ts"
import { asNumbers, categoriesOf, indicesOf } from "./encode.ts"
import { type ColumnStep, type FitContext, isCategory, type State } from "./step.ts"

export interface TargetOptions {
  /** How many rows of the overall mean each category is mixed with; "auto" weighs by variances (empirical Bayes). */
  smooth?: number | "auto"
  /** Parts that the training rows are divided into, so that none is encoded with its own target. */
  folds?: number
  /** Deal rows out to the parts by chance: true without it. In their order, the parts are those of scikit-learn. */
  shuffle?: boolean
}

type TargetState = { categories: string[]; encodings: number[][]; means: number[] }

/**
 * A category becomes the mean of what is predicted over its training rows, shrunk towards the overall mean; for more than
 * two classes, one number for the share of each. Unknown categories become the overall mean. Training rows are encoded
 * from the other folds alone (D. Micci-Barreca, 2001; the formulas are those of scikit-learn's TargetEncoder).
 */
export const targetEncoding = ({ smooth = "auto", folds = 5, shuffle = true }: TargetOptions = {}): ColumnStep => ({
  suits: isCategory,
  fit: (training, column, context) => {
    const categories = categoriesOf(training, column)
    return { ...encode(indicesOf(training, categories), categories.length, context, smooth), categories }
  },
  prepare(state, column) {
    const { categories, encodings, means } = state as State & TargetState
    return {
      column: asNumbers(column, encodings.length),
      run: values => apply(indicesOf(values, categories), encodings, means),
    }
  },
  training(training, column, context) {
    const categories = categoriesOf(training, column)
    const indices = indicesOf(training, categories)
    const { classes, values } = context.target
    const width = outputs(classes)
    const encoded = new Float64Array(context.rows * width)
    const parts = foldsOf(context.rows, Math.min(folds, context.rows), {
      ...(shuffle && { random: randomFrom(0) }),
      ...(classes > 0 && { labels: row => values[row]! }),
    })
    for (const held of parts) {
      const out = new Set(held)
      const rest = Uint32Array.from({ length: context.rows }, (_, row) => row).filter(row => !out.has(row))
      const own: FitContext = {
        rows: rest.length,
        target: { classes, values: Float64Array.from(rest, row => values[row]!) },
      }
      const { encodings, means } = encode(
        Float64Array.from(rest, row => indices[row]!),
        categories.length,
        own,
        smooth,
      )
      const part = apply(
        Float64Array.from(held, row => indices[row]!),
        encodings,
        means,
      )
      for (const [i, row] of held.entries()) encoded.set(part.subarray(i * width, (i + 1) * width), row * width)
    }
    return encoded
  },
})

const outputs = (classes: number): number => (classes > 2 ? classes : 1)

/** Encodings by output and category, and the overall mean of each output. */
function encode(indices: Float64Array, size: number, { rows, target }: FitContext, smooth: number | "auto") {
  const width = outputs(target.classes)
  const encodings: number[][] = []
  const means: number[] = []
  for (let output = 0; output < width; output++) {
    const y = Float64Array.from({ length: rows }, (_, row) =>
      width > 1 ? Number(target.values[row] === output) : target.values[row]!,
    )
    const mean = y.reduce((a, b) => a + b, 0) / rows
    means.push(mean)
    encodings.push(smooth === "auto" ? bayes(indices, y, size, mean) : smoothed(indices, y, size, mean, smooth))
  }
  return { encodings, means }
}

function totals(indices: Float64Array, y: Float64Array, size: number) {
  const counts = new Float64Array(size)
  const sums = new Float64Array(size)
  indices.forEach((index, row) => {
    if (index < 0) return
    counts[index]! += 1
    sums[index]! += y[row]!
  })
  return { counts, sums }
}

function smoothed(indices: Float64Array, y: Float64Array, size: number, mean: number, smooth: number): number[] {
  const { counts, sums } = totals(indices, y, size)
  return Array.from({ length: size }, (_, i) =>
    counts[i]! + smooth === 0 ? mean : (sums[i]! + smooth * mean) / (counts[i]! + smooth),
  )
}

function bayes(indices: Float64Array, y: Float64Array, size: number, mean: number): number[] {
  const { counts, sums } = totals(indices, y, size)
  const means = sums.map((sum, i) => sum / counts[i]!)
  const squares = new Float64Array(size)
  indices.forEach((index, row) => {
    if (index >= 0) squares[index]! += (y[row]! - means[index]!) ** 2
  })
  const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length
  return Array.from({ length: size }, (_, i) => {
    const own = variance * counts[i]!
    const share = own / (own + squares[i]! / counts[i]!)
    return Number.isNaN(share) ? mean : share * means[i]! + (1 - share) * mean
  })
}

function apply(indices: Float64Array, encodings: number[][], means: number[]): Float64Array {
  const width = encodings.length
  const encoded = new Float64Array(indices.length * width)
  indices.forEach((index, row) => {
    for (let i = 0; i < width; i++) encoded[row * width + i] = index < 0 ? means[i]! : encodings[i]![index]!
  })
  return encoded
}
