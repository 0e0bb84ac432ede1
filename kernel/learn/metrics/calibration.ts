import { classIndices, invalid, type Numbers, numbers } from "./input.ts"

export interface CalibrationOptions {
  /** 10 without it. */
  bins?: number
  /** Bins of equal width, or with about equally many examples. */
  strategy?: "uniform" | "quantile"
}

export interface CalibrationBin {
  /** Mean probability that was predicted in it, and the share of examples for which it came true. */
  predicted: number
  observed: number
  count: number
}

export interface Calibration {
  /** Those that hold examples, from low to high probabilities. */
  bins: CalibrationBin[]
  /** Expected calibration error: mean |predicted − observed| over examples (Naeini et al., 2015). */
  error: number
  /** The largest of them. */
  maximumError: number
}

/**
 * Do probabilities come true as often as they say? `actual` is 1 where it did. The bins of scikit-learn's
 * calibration_curve: each includes its upper end.
 */
export function calibration(actual: Numbers, probability: Numbers, options: CalibrationOptions = {}): Calibration {
  const { bins: count = 10, strategy = "uniform" } = options
  const truth = classIndices("actual", actual, 2)
  const given = numbers("probability", probability, truth.length)
  if (!Number.isInteger(count) || count < 1) throw invalid(`bins is ${count}.`, "Give a whole number above 0.")
  const bad = given.findIndex(p => p < 0 || p > 1)
  if (bad >= 0) throw invalid(`probability[${bad}] is ${given[bad]}.`, "Give probabilities from 0 to 1.")
  const inner = { uniform: uniformEdges, quantile: quantileEdges }[strategy](given, count)
  const sums = Array.from({ length: count }, () => ({ predicted: 0, observed: 0, count: 0 }))
  given.forEach((p, i) => {
    const found = inner.findIndex(edge => edge >= p)
    const bin = sums[found < 0 ? count - 1 : found]!
    bin.predicted += p
    bin.observed += truth[i]!
    bin.count += 1
  })
  const bins = sums
    .filter(bin => bin.count > 0)
    .map(bin => ({ predicted: bin.predicted / bin.count, observed: bin.observed / bin.count, count: bin.count }))
  const gaps = bins.map(bin => Math.abs(bin.predicted - bin.observed))
  const error = bins.reduce((sum, bin, i) => sum + (bin.count / given.length) * gaps[i]!, 0)
  return { bins, error, maximumError: Math.max(...gaps) }
}

/** Ends of the bins but for the first and the last one; computed as NumPy's linspace does, so ties fall alike. */
const uniformEdges = (_: Numbers, count: number): number[] =>
  Array.from({ length: count - 1 }, (_, i) => (i + 1) * (1 / count))

function quantileEdges(values: Float64Array, count: number): number[] {
  const sorted = values.slice().sort()
  return uniformEdges(sorted, count).map(share => {
    // By way of percent, as NumPy does, so that rounding falls alike.
    const at = (sorted.length - 1) * ((share * 100) / 100)
    const low = Math.floor(at)
    const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!]
    const part = at - low
    // NumPy interpolates from the nearer side.
    return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part)
  })
}
