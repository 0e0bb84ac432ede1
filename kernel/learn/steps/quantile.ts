/** Quantile of sorted numbers, linear between neighbours (the default of NumPy); NaN for none. */
export function quantile(sorted: Float32Array | Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (place - below)
}

/** The numbers that are there, in order. */
export const sortedKnown = (values: Float32Array | Float64Array): Float32Array | Float64Array =>
  values.filter(value => !Number.isNaN(value)).sort()
