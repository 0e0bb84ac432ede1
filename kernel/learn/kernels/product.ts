/** One matrix of a product: `rows` × `columns` as used, after the transposition that `transposed` says. */
interface Product {
  rows: number
  inner: number
  columns: number
}

type Multiply = (
  size: Product,
  a: Float32Array,
  a0: number,
  b: Float32Array,
  b0: number,
  c: Float32Array,
  c0: number,
) => void

/** c += a · b, with a [rows, inner] and b [inner, columns]: four rows of b at a time, so that c is touched a quarter as often. */
export const plain: Multiply = ({ rows, inner, columns }, a, a0, b, b0, c, c0) => {
  for (let row = 0; row < rows; row++) {
    const line = a0 + row * inner
    const target = c0 + row * columns
    let k = 0
    for (; k + 3 < inner; k += 4) {
      const v0 = a[line + k]!
      const v1 = a[line + k + 1]!
      const v2 = a[line + k + 2]!
      const v3 = a[line + k + 3]!
      if (v0 === 0 && v1 === 0 && v2 === 0 && v3 === 0) continue
      const p0 = b0 + k * columns
      const p1 = p0 + columns
      const p2 = p1 + columns
      const p3 = p2 + columns
      for (let j = 0; j < columns; j++) {
        c[target + j]! += v0 * b[p0 + j]! + v1 * b[p1 + j]! + v2 * b[p2 + j]! + v3 * b[p3 + j]!
      }
    }
    for (; k < inner; k++) {
      const value = a[line + k]!
      const p = b0 + k * columns
      for (let j = 0; j < columns; j++) c[target + j]! += value * b[p + j]!
    }
  }
}

/** c += aᵀ · b, with a [inner, rows] and b [inner, columns]. */
export const firstTransposed: Multiply = ({ rows, inner, columns }, a, a0, b, b0, c, c0) => {
  for (let k = 0; k < inner; k++) {
    const p = b0 + k * columns
    for (let row = 0; row < rows; row++) {
      const value = a[a0 + k * rows + row]!
      if (value === 0) continue
      const target = c0 + row * columns
      for (let j = 0; j < columns; j++) c[target + j]! += value * b[p + j]!
    }
  }
}

/** c += a · bᵀ, with a [rows, inner] and b [columns, inner]. */
export const secondTransposed: Multiply = ({ rows, inner, columns }, a, a0, b, b0, c, c0) => {
  for (let row = 0; row < rows; row++) {
    const line = a0 + row * inner
    for (let j = 0; j < columns; j++) {
      const p = b0 + j * inner
      let sum = 0
      for (let k = 0; k < inner; k++) sum += a[line + k]! * b[p + k]!
      c[c0 + row * columns + j]! += sum
    }
  }
}
