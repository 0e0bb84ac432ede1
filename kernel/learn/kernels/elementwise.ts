/**
 * Two float arrays, the second repeated along the first (its shape is the end of the first's shape, or it is one number):
 * a bias, a scalar, or an array of equal length. One loop for each operation, so that each stays monomorphic.
 */
type Elementwise = (a: Float32Array, b: Float32Array, out: Float32Array) => void

const add: Elementwise = (a, b, out) => {
  const period = b.length
  if (period === 1) {
    const value = b[0]!
    for (let i = 0; i < a.length; i++) out[i] = a[i]! + value
    return
  }
  for (let start = 0; start < a.length; start += period) {
    for (let i = 0; i < period; i++) out[start + i] = a[start + i]! + b[i]!
  }
}

const subtract: Elementwise = (a, b, out) => {
  const period = b.length
  if (period === 1) {
    const value = b[0]!
    for (let i = 0; i < a.length; i++) out[i] = a[i]! - value
    return
  }
  for (let start = 0; start < a.length; start += period) {
    for (let i = 0; i < period; i++) out[start + i] = a[start + i]! - b[i]!
  }
}

const multiply: Elementwise = (a, b, out) => {
  const period = b.length
  if (period === 1) {
    const value = b[0]!
    for (let i = 0; i < a.length; i++) out[i] = a[i]! * value
    return
  }
  for (let start = 0; start < a.length; start += period) {
    for (let i = 0; i < period; i++) out[start + i] = a[start + i]! * b[i]!
  }
}

const divide: Elementwise = (a, b, out) => {
  const period = b.length
  if (period === 1) {
    const value = b[0]!
    for (let i = 0; i < a.length; i++) out[i] = a[i]! / value
    return
  }
  for (let start = 0; start < a.length; start += period) {
    for (let i = 0; i < period; i++) out[start + i] = a[start + i]! / b[i]!
  }
}

/** By the name that TensorFlow.js gives the kernel; the commutative ones may swap their sides. */
export const elementwise = {
  Add: { run: add, commutes: true },
  Sub: { run: subtract, commutes: false },
  Multiply: { run: multiply, commutes: true },
  RealDiv: { run: divide, commutes: false },
} as const satisfies Record<string, { run: Elementwise; commutes: boolean }>

/** max(0, x); NaN stays NaN. */
export function relu(values: Float32Array): Float32Array {
  const result = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    result[i] = Math.max(value, 0)
  }
  return result
}

/** 1 where x > 0, `alpha` elsewhere: the slope of relu; NaN stays NaN. */
export function step(values: Float32Array, alpha: number): Float32Array {
  const result = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    result[i] = value > 0 ? 1 : value <= 0 ? alpha : value
  }
  return result
}

/** Sums rows of `width` values; one number for width 1. Added up in double precision. */
export function sumOfRows(values: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width)
  for (let start = 0; start < values.length; start += width) {
    for (let i = 0; i < width; i++) sums[i]! += values[start + i]!
  }
  return Float32Array.from(sums)
}
