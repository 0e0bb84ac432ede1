type Numbers = Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

/** The parts one after the other, in an array of their own. `Kind` is what they are: Float32Array, Uint8Array. */
export function joined<T extends Numbers>(Kind: new (length: number) => T, parts: readonly ArrayLike<number>[]): T {
  const all = new Kind(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
