import { quantile } from "../../steps/quantile.ts"

/** How much the values of a column differ between two splits. */
export interface Drift {
  column: string
  split: string
  /**
   * The largest distance between the shares of rows up to a value (Kolmogorov and Smirnov), for numbers; half the sum of
   * the differences of the shares, for categories. 0 to 1.
   */
  distance: number
  /** Population stability index over ten parts of equal size (or the categories); above 0.25 is commonly called large. */
  psi: number
  /** Is the distance more than chance explains (5 %, two-sided, for numbers; for categories PSI above 0.25)? */
  large: boolean
}

/** A share that nothing has is taken for this one: the logarithm of 0 is none. */
const least = 1e-4

const psiOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, share, i) => {
    const [p, q] = [Math.max(share, least), Math.max(b[i]!, least)]
    return sum + (p - q) * Math.log(p / q)
  }, 0)

/** Of two lists of numbers without gaps, both in order. */
export function numberDrift(a: Float64Array, b: Float64Array): Omit<Drift, "column" | "split"> {
  const edges = Array.from({ length: 9 }, (_, i) => quantile(a, (i + 1) / 10))
  const parts = (sorted: Float64Array): number[] => {
    const ends = [...edges.map(edge => placeAfter(sorted, edge)), sorted.length]
    return ends.map((end, i) => (end - (ends[i - 1] ?? 0)) / Math.max(sorted.length, 1))
  }
  const distance = largestGap(a, b)
  const critical = 1.358 * Math.sqrt((a.length + b.length) / Math.max(a.length * b.length, 1))
  return { distance, psi: psiOf(parts(a), parts(b)), large: distance > critical }
}

/** How many of sorted values are no larger than a value. */
function placeAfter(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The Kolmogorov–Smirnov statistic of two sorted samples. */
function largestGap(a: Float64Array, b: Float64Array): number {
  let [i, j, gap] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!)
    while (i < a.length && a[i]! <= value) i += 1
    while (j < b.length && b[j]! <= value) j += 1
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length))
  }
  return gap
}

/** Of two lists of categories. */
export function categoryDrift(before: readonly string[], after: readonly string[]): Omit<Drift, "column" | "split"> {
  const names = [...new Set([...before, ...after])]
  const shares = (values: readonly string[]): number[] => {
    const counts = new Map(names.map(name => [name, 0]))
    for (const value of values) counts.set(value, counts.get(value)! + 1)
    return names.map(name => counts.get(name)! / Math.max(values.length, 1))
  }
  const [a, b] = [shares(before), shares(after)]
  const distance = a.reduce((sum, share, i) => sum + Math.abs(share - b[i]!), 0) / 2
  const psi = psiOf(a, b)
  return { distance, psi, large: psi > 0.25 }
}
