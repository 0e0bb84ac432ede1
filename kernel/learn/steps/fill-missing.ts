import { quantile } from "./quantile.ts"
import type { State, ValueStep } from "./step.ts"

export type Filling = "mean" | "median" | number

/** Puts the mean or median of the training split, or a number, where a value is missing. */
export const fillMissing = (filling: Filling): ValueStep => ({
  suits: column => column.kind === "number",
  fit(training) {
    if (typeof filling === "number") return { value: filling }
    const known = training.filter(value => !Number.isNaN(value)).sort()
    if (known.length === 0) return { value: 0 }
    return { value: filling === "median" ? quantile(known, 0.5) : known.reduce((a, b) => a + b, 0) / known.length }
  },
  prepare(state, width) {
    const { value } = state as State & { value: number }
    return { width, run: values => values.map(known => (Number.isNaN(known) ? value : known)) }
  },
})
