/** Quantile of sorted numbers, linear between neighbours (the default of NumPy); NaN for none. */
export function quantile(sorted: Float32Array | Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (place - below)
}
