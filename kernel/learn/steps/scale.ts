import { quantile } from "./quantile.ts"
import type { InputColumn, State, ValueStep } from "./step.ts"

/**
 * `(value − offset) × factor`, one offset and factor for a column (for an image: for all its pixels):
 * min-max to 0–1, standard to mean 0 and standard deviation 1 (of the population), robust to median 0 and
 * interquartile range 1. Missing values do not count; a column of one value only is shifted, not scaled.
 */
export const scalings = {
  "min-max": values => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const value of values) {
      if (value < least) least = value
      if (value > most) most = value
    }
    return { center: least, spread: most - least }
  },
  standard: values => {
    const mean = sum(values, value => value) / values.length
    return { center: mean, spread: Math.sqrt(sum(values, value => (value - mean) ** 2) / values.length) }
  },
  robust: values => {
    const sorted = values.slice().sort()
    return { center: quantile(sorted, 0.5), spread: quantile(sorted, 0.75) - quantile(sorted, 0.25) }
  },
} as const satisfies Record<string, (values: Float32Array) => { center: number; spread: number }>

export type Scaling = keyof typeof scalings

const sum = (values: Float32Array, term: (value: number) => number): number => {
  let total = 0
  for (const value of values) total += term(value)
  return total
}

export const scale = (method: Scaling): ValueStep => ({
  suits: (column: InputColumn) => column.kind === "image" || column.kind === "number",
  fit(training) {
    const known = training.filter(value => !Number.isNaN(value))
    if (known.length === 0) return { offset: 0, factor: 1 }
    const { center, spread } = scalings[method](known)
    return { offset: center, factor: spread > 0 ? 1 / spread : 1 }
  },
  prepare(state, width) {
    const { offset, factor } = state as State & { offset: number; factor: number }
    return {
      width,
      run(values) {
        const scaled = new Float32Array(values.length)
        for (let i = 0; i < values.length; i++) scaled[i] = (values[i]! - offset) * factor
        return scaled
      },
    }
  },
})
