/**
 * Adds the rows of each segment up: the gradient of looking rows up (embeddings). A row whose segment is none of the
 * `segments` is left out.
 */
export function segmentSum(rows: Float32Array, ids: ArrayLike<number>, segments: number): Float32Array {
  const width = ids.length === 0 ? 0 : rows.length / ids.length
  const sums = new Float32Array(segments * width)
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!
    if (id < 0 || id >= segments) continue
    const [from, to] = [row * width, id * width]
    for (let i = 0; i < width; i++) sums[to + i]! += rows[from + i]!
  }
  return sums
}
