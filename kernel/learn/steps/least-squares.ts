/**
 * Coefficients and intercept of the line through rows of numbers (row-major, `width` a row) that is nearest to `y` by the
 * sum of squares: Householder's QR on centred columns. A column that the others already determine gets 0.
 */
export function leastSquares(
  x: Float64Array,
  width: number,
  y: Float64Array,
): { coefficients: number[]; intercept: number } {
  const rows = y.length
  const means = new Float64Array(width)
  for (let i = 0; i < x.length; i++) means[i % width]! += x[i]! / rows
  const meanY = y.reduce((sum, value) => sum + value, 0) / rows
  const a = x.map((value, i) => value - means[i % width]!)
  const b = y.map(value => value - meanY)
  const coefficients = solve(a, rows, width, b)
  const intercept = coefficients.reduce((rest, value, i) => rest - value * means[i]!, meanY)
  return { coefficients, intercept }
}

/** Overwrites both arguments. */
function solve(a: Float64Array, rows: number, width: number, b: Float64Array): number[] {
  const lengths = Array.from({ length: width }, (_, column) => lengthBelow(a, rows, width, column, 0))
  const pivots: number[] = []
  let used = 0
  for (let column = 0; column < width && used < rows; column++) {
    const length = lengthBelow(a, rows, width, column, used)
    // What is left of a column after the others have been taken out of it is rounding alone.
    if (length <= 1e-10 * lengths[column]!) continue
    reflect(a, rows, width, column, used, length, b)
    pivots.push(column)
    used += 1
  }
  const coefficients = new Array<number>(width).fill(0)
  for (let i = pivots.length - 1; i >= 0; i--) {
    let rest = b[i]!
    for (let j = i + 1; j < pivots.length; j++) rest -= a[i * width + pivots[j]!]! * coefficients[pivots[j]!]!
    coefficients[pivots[i]!] = rest / a[i * width + pivots[i]!]!
  }
  return coefficients
}

function lengthBelow(a: Float64Array, rows: number, width: number, column: number, from: number): number {
  let squares = 0
  for (let row = from; row < rows; row++) squares += a[row * width + column]! ** 2
  return Math.sqrt(squares)
}

/** Turns what is below row `from` of a column to zero by a reflection, which is done to all that follows and to `b`. */
function reflect(
  a: Float64Array,
  rows: number,
  width: number,
  column: number,
  from: number,
  length: number,
  b: Float64Array,
) {
  const top = a[from * width + column]!
  const alpha = top > 0 ? -length : length
  const v = new Float64Array(rows - from)
  for (let row = from; row < rows; row++) v[row - from] = a[row * width + column]!
  v[0]! -= alpha
  const squares = v.reduce((sum, value) => sum + value * value, 0)
  if (squares === 0) return
  for (let j = column; j < width; j++) {
    let dot = 0
    for (let i = 0; i < v.length; i++) dot += v[i]! * a[(from + i) * width + j]!
    const factor = (2 * dot) / squares
    for (let i = 0; i < v.length; i++) a[(from + i) * width + j]! -= factor * v[i]!
  }
  let dot = 0
  for (let i = 0; i < v.length; i++) dot += v[i]! * b[from + i]!
  const factor = (2 * dot) / squares
  for (let i = 0; i < v.length; i++) b[from + i]! -= factor * v[i]!
}
