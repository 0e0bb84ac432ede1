/** Uniform numbers in [0, 1), the same for the same seed on every machine. */
export type Random = () => number

/** Where a stream of numbers stands: what is drawn after it is restored is what would have been drawn. */
export type RandomState = readonly number[]

/** A stream that can be left and taken up again. */
export interface Stream extends Random {
  state(): RandomState
  restore(state: RandomState): void
}

/** xoshiro128** (Blackman and Vigna, 2018), its state filled from the seed by splitmix32. */
export function randomFrom(seed: number): Stream {
  let mixed = seed >>> 0
  const next = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  const s = Uint32Array.of(next(), next(), next(), next())
  const draw = () => {
    const fives = Math.imul(s[1]!, 5)
    const result = Math.imul((fives << 7) | (fives >>> 25), 9) >>> 0
    const shifted = s[1]! << 9
    s[2]! ^= s[0]!
    s[3]! ^= s[1]!
    s[1]! ^= s[2]!
    s[0]! ^= s[3]!
    s[2]! ^= shifted
    s[3] = (s[3]! << 11) | (s[3]! >>> 21)
    return result / 0x1_0000_0000
  }
  return Object.assign(draw, { state: () => [...s], restore: (state: RandomState) => s.set(state) })
}

/** Shuffles in place (Fisher and Yates) and returns the same array. */
export function shuffle<A extends Uint32Array | number[]>(items: A, random: Random): A {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = items[i]!
    items[i] = items[j]!
    items[j] = kept
  }
  return items
}

/** 0, 1, … count − 1. */
export function range(count: number): Uint32Array {
  const numbers = new Uint32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i
  return numbers
}

/**
 * Runs synchronous code with `Math.random` replaced: what draws from it without a seed (dropout masks, initial weights)
 * becomes repeatable. Put back before anything else can run.
 */
export function withRandom<T>(random: Random, run: () => T): T {
  const before = Math.random
  Math.random = random
  try {
    return run()
  } finally {
    Math.random = before
  }
}
