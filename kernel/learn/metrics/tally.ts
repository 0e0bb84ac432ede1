import { classIndices, type Numbers, type Weighted, weightsOf } from "./input.ts"

export interface TallyOptions extends Weighted {
  /** How many there are; as many as occur without it. */
  classes?: number
}

export interface Tally {
  /** counts[actual][predicted]: how much weight each pair of classes has. */
  counts: number[][]
  /** Classes of which there is an example or a prediction, of whatever weight, in order. */
  occurring: number[]
}

export function tally(actual: Numbers, predicted: Numbers, options: TallyOptions = {}): Tally {
  const truth = classIndices("actual", actual, options.classes)
  const said = classIndices("predicted", predicted, options.classes, truth.length)
  const classes = options.classes ?? Math.max(largest(truth), largest(said)) + 1
  const weights = weightsOf(options, truth.length)
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let i = 0; i < truth.length; i++) counts[truth[i]!]![said[i]!]! += weights[i]!
  return { counts, occurring: [...new Set([...truth, ...said])].sort((a, b) => a - b) }
}

/** counts[actual][predicted]: how much weight each pair of classes has. */
export const confusion = (actual: Numbers, predicted: Numbers, options: TallyOptions = {}): number[][] =>
  tally(actual, predicted, options).counts

const largest = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0)

/** Sums of the rows (what is true), of the columns (what was predicted), and of the diagonal. */
export function margins(counts: readonly (readonly number[])[]) {
  const actual = counts.map(row => row.reduce((a, b) => a + b, 0))
  const predicted = counts.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0))
  const hits = counts.map((row, i) => row[i]!)
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  return { actual, predicted, hits, total: sum(actual), right: sum(hits) }
}
