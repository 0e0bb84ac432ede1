/** Σ, in order. */
export function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum
}

/** Σ w·v / Σ w. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let [sum, whole] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * weights[i]!
    whole += weights[i]!
  }
  return sum / whole
}

/** 0 / 0 counts as 0. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Places in the order of falling values; equal values keep their order. */
export const descending = (values: ArrayLike<number>): Uint32Array =>
  Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b)
