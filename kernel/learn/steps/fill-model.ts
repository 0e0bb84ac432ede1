import { leastSquares } from "./least-squares.ts"
import { type FrameStep, isNumber, numbersIn, type State, type Values } from "./step.ts"

interface Line {
  /** The column that it fills. */
  column: number
  /** Of the other columns, in order. */
  coefficients: number[]
  intercept: number
}

type ModelState = { means: number[]; lines: Line[] }

const rounds = 10
const tolerance = 1e-3
/** Training rows that the lines are fitted on. */
const most = 50_000

/**
 * Fills missing numbers with what the other columns say of them: each column in turn, those with the fewest gaps first, is
 * predicted from all others by a linear regression, until what is filled in changes no more (chained equations; S. van
 * Buuren, 2011). The figures are those of scikit-learn's IterativeImputer with LinearRegression.
 */
export const fillByModel: FrameStep = {
  suits: column => isNumber(column) && column.shape.length === 0,
  fit(training, columns, { rows }) {
    const used = Math.min(rows, most)
    const table = interleave(training, used)
    const width = columns.length
    const missing = Array.from(table, Number.isNaN)
    const means = Array.from({ length: width }, (_, column) => meanOf(table, width, column))
    fillMeans(table, width, means)
    const lines: Line[] = []
    const largest = table.reduce((max, value, i) => (missing[i] ? max : Math.max(max, Math.abs(value))), 0)
    const order = byGaps(missing, width)
    for (let round = 0; round < rounds; round++) {
      const before = table.slice()
      for (const column of order) {
        const line = fitLine(table, width, column, row => !missing[row * width + column])
        if (line === undefined) continue
        lines.push(line)
        fillLine(table, width, line, row => missing[row * width + column]!)
      }
      const change = table.reduce((max, value, i) => Math.max(max, Math.abs(value - before[i]!)), 0)
      if (change < tolerance * largest) break
    }
    return { state: { means, lines } }
  },
  prepare(state, columns) {
    const { means, lines } = state as State & ModelState
    const width = columns.length
    return {
      added: [],
      run(values, rows) {
        const table = interleave(values, rows)
        const missing = Array.from(table, Number.isNaN)
        if (!missing.includes(true)) return values
        fillMeans(table, width, means)
        for (const line of lines) fillLine(table, width, line, row => missing[row * width + line.column]!)
        return values.map((_, column) => Float64Array.from({ length: rows }, (__, row) => table[row * width + column]!))
      },
    }
  },
}

function interleave(values: Values[], rows: number): Float64Array {
  const table = new Float64Array(rows * values.length)
  values.forEach((column, i) => {
    const numbers = numbersIn(column)
    for (let row = 0; row < rows; row++) table[row * values.length + i] = numbers[row]!
  })
  return table
}

function meanOf(table: Float64Array, width: number, column: number): number {
  let [sum, count] = [0, 0]
  for (let i = column; i < table.length; i += width) {
    if (Number.isNaN(table[i]!)) continue
    sum += table[i]!
    count += 1
  }
  return count === 0 ? 0 : sum / count
}

function fillMeans(table: Float64Array, width: number, means: readonly number[]): void {
  for (let i = 0; i < table.length; i++) if (Number.isNaN(table[i]!)) table[i] = means[i % width]!
}

function byGaps(missing: readonly boolean[], width: number): number[] {
  const gaps = new Float64Array(width)
  missing.forEach((is, i) => {
    if (is) gaps[i % width]! += 1
  })
  return Array.from(gaps.keys()).sort((a, b) => gaps[a]! - gaps[b]! || a - b)
}

function fitLine(table: Float64Array, width: number, column: number, has: (row: number) => boolean): Line | undefined {
  const rows = Array.from({ length: table.length / width }, (_, row) => row).filter(has)
  if (rows.length === 0 || width < 2) return undefined
  const x = new Float64Array(rows.length * (width - 1))
  rows.forEach((row, i) => {
    let at = i * (width - 1)
    for (let j = 0; j < width; j++) if (j !== column) x[at++] = table[row * width + j]!
  })
  const y = Float64Array.from(rows, row => table[row * width + column]!)
  return { column, ...leastSquares(x, width - 1, y) }
}

function fillLine(table: Float64Array, width: number, line: Line, is: (row: number) => boolean): void {
  for (let row = 0; row < table.length / width; row++) {
    if (!is(row)) continue
    let [value, at] = [line.intercept, 0]
    for (let j = 0; j < width; j++) if (j !== line.column) value += table[row * width + j]! * line.coefficients[at++]!
    table[row * width + line.column] = value
  }
}
