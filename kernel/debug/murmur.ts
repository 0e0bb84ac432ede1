const multiplier = 0x5bd1e995

/**
 * MurmurHash2 (32 bit, Austin Appleby) of a text's UTF-8 bytes, as an unsigned integer. JupyterLab computes the same number to
 * find the cell that a stopped frame belongs to.
 */
export function murmur2(text: string, seed: number): number {
  const bytes = Buffer.from(text, "utf8")
  const whole = bytes.length & ~3
  let hash = seed ^ bytes.length
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), multiplier)
    word ^= word >>> 24
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier)
  }
  if (whole < bytes.length) {
    for (let at = bytes.length - 1; at >= whole; at--) hash ^= bytes[at]! << (8 * (at - whole))
    hash = Math.imul(hash, multiplier)
  }
  hash ^= hash >>> 13
  hash = Math.imul(hash, multiplier)
  return (hash ^ (hash >>> 15)) >>> 0
}
