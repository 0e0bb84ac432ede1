import type { Values } from "./step.ts"

/** Values that each column has a row. */
const widthsOf = (parts: readonly Values[], rows: number): number[] =>
  parts.map(part => (rows === 0 ? 0 : part.length / rows))

/** The numbers of all columns, row by row. */
export function sideBySide(parts: readonly Values[], rows: number, widths?: readonly number[]): Float32Array {
  const own = widths ?? widthsOf(parts, rows)
  return into(new Float32Array(rows * own.reduce((a, b) => a + b, 0)), parts, rows, own)
}

/** The same in double precision. */
export const sideBySideExact = (parts: readonly Values[], rows: number, widths: readonly number[]): Float64Array =>
  into(new Float64Array(rows * widths.reduce((a, b) => a + b, 0)), parts, rows, widths)

function into<A extends Float32Array | Float64Array>(
  result: A,
  parts: readonly Values[],
  rows: number,
  widths: readonly number[],
): A {
  const width = widths.reduce((a, b) => a + b, 0)
  let at = 0
  parts.forEach((part, i) => {
    const own = widths[i]!
    if (own === 1) for (let row = 0; row < rows; row++) result[row * width + at] = part[row] as number
    else {
      for (let row = 0; row < rows; row++)
        for (let k = 0; k < own; k++) result[row * width + at + k] = part[row * own + k] as number
    }
    at += own
  })
  return result
}
