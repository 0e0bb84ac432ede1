/** Shares at which quantiles are given. */
export const shares = [0.05, 0.25, 0.5, 0.75, 0.95] as const
/** Bars of a histogram. */
export const bars = 20
/** Most frequent values that are listed. */
export const topCount = 10

export interface Histogram {
  /** Bars of equal width from the least to the largest value; the last one includes its upper edge. */
  from: number
  to: number
  counts: number[]
}

/** What a column holds. Figures of numbers (and of dates, in milliseconds since 1970) leave missing values out. */
export interface ColumnProfile {
  name: string
  kind: string
  /** Values that are there, and rows without one. */
  count: number
  missing: number
  distinct: number
  /** False where `distinct` is an estimate (within about 2 %). */
  exact: boolean
  figures?: {
    min: number
    max: number
    mean: number
    /** Of a sample (n − 1), as pandas and R give it. */
    std: number
    /** At 5, 25, 50, 75 and 95 %, linear between neighbours. */
    quantiles: number[]
    histogram: Histogram
  }
  /** The most frequent values, for texts and classes; equal ones in order of the alphabet. */
  top?: { value: string; count: number }[]
}

/** Pearson's correlation of every two columns of numbers, over the rows that have both; NaN where one does not vary. */
export interface Correlations {
  names: string[]
  matrix: number[][]
}

export interface Profile {
  rows: number
  columns: ColumnProfile[]
  correlations: Correlations
}
