import { quantile, sortedKnown } from "./quantile.ts"
import { type Column, type ColumnStep, emptyLike, type Numbers, numbersIn, type State } from "./step.ts"

/**
 * `(value − offset) × factor`, one offset and factor for a column (for an image: for all its pixels):
 * min-max to 0–1, standard to mean 0 and standard deviation 1 (of the population), robust to median 0 and
 * interquartile range 1. Missing values do not count; a column of one value only is shifted, not scaled.
 */
export const scalings = {
  "min-max": values => {
    const { least, most } = extremes(values)
    return { center: least, spread: most - least }
  },
  standard: values => {
    const { least, most } = extremes(values)
    const mean = sum(values) / values.length
    const variance = sum(values, value => (value - mean) ** 2) / values.length
    // Of equal values the rounding of their mean would be taken for a deviation.
    return { center: mean, spread: least === most ? 0 : Math.sqrt(variance) }
  },
  robust: values => {
    const sorted = sortedKnown(values)
    return { center: quantile(sorted, 0.5), spread: quantile(sorted, 0.75) - quantile(sorted, 0.25) }
  },
} as const satisfies Record<string, (values: Numbers) => { center: number; spread: number }>

export type Scaling = keyof typeof scalings

function extremes(values: Numbers): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  return { least, most }
}

export const sum = (values: Numbers, term: (value: number) => number = value => value): number => {
  let total = 0
  for (const value of values) total += term(value)
  return total
}

export const scale = (method: Scaling): ColumnStep => ({
  suits: (column: Column) => ["image", "audio", "number"].includes(column.kind),
  fit(training) {
    const values = numbersIn(training)
    const known = values.some(Number.isNaN) ? values.filter(value => !Number.isNaN(value)) : values
    if (known.length === 0) return { offset: 0, factor: 1 }
    const { center, spread } = scalings[method](known)
    return { offset: center, factor: spread > 0 ? 1 / spread : 1 }
  },
  prepare(state, column) {
    const { offset, factor } = state as State & { offset: number; factor: number }
    return {
      column,
      run(given) {
        const values = numbersIn(given)
        const scaled = emptyLike(values)
        for (let i = 0; i < values.length; i++) scaled[i] = (values[i]! - offset) * factor
        return scaled
      },
    }
  },
})
