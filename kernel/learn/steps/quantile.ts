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
export const sortedKnown = (values: Float32Array | Float64Array): Float64Array => knownIn(values).sort()

/** The numbers that are there, as they came. */
export function knownIn(values: ArrayLike<number>): Float64Array {
  const known = new Float64Array(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isNaN(value)) known[count++] = value
  }
  return known.subarray(0, count)
}
