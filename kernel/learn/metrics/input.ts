import { KaonError } from "../../contracts/errors.ts"

/** Rows of numbers of one width, row-major. */
export interface Matrix {
  values: Float64Array
  rows: number
  columns: number
}

export type Numbers = ArrayLike<number>
/** A matrix, or rows as arrays. */
export type Rows = Matrix | ArrayLike<Numbers>

export interface Weighted {
  /** How much each example counts; 1 each without them. */
  weights?: Numbers | undefined
}

/** The numbers as they are, checked: DATA_INVALID for none, for NaN and infinity; SHAPE_MISMATCH for another length. */
export function numbers(name: string, values: Numbers, length?: number): Float64Array {
  if (values.length === 0) throw invalid(`${name} is empty; there is nothing to measure.`, "Give at least one example.")
  if (length !== undefined && values.length !== length) throw lengths(name, values.length, length)
  const copy = Float64Array.from(values)
  const bad = copy.findIndex(value => !Number.isFinite(value))
  if (bad >= 0) {
    throw invalid(`${name}[${bad}] is ${values[bad]}.`, "Leave such examples out, or correct what predicts them.")
  }
  return copy
}

/** Class indices from 0, below `classes` where that is given. */
export function classIndices(name: string, values: Numbers, classes?: number, length?: number): Float64Array {
  const copy = numbers(name, values, length)
  const bad = copy.findIndex(
    value => !Number.isInteger(value) || value < 0 || (classes !== undefined && value >= classes),
  )
  if (bad < 0) return copy
  const range = classes === undefined ? "a whole number from 0" : `a whole number from 0 to ${classes - 1}`
  throw invalid(`${name}[${bad}] is ${values[bad]}, not a class index.`, `A class index is ${range}.`)
}

/** Weights of so many examples: 1 each, or what is given. At least one has to be above 0, none below. */
export function weightsOf({ weights }: Weighted, length: number): Float64Array {
  if (weights === undefined) return new Float64Array(length).fill(1)
  const copy = numbers("weights", weights, length)
  const bad = copy.findIndex(weight => weight < 0)
  if (bad >= 0) throw invalid(`weights[${bad}] is ${weights[bad]}.`, "Give weights of 0 or more.")
  if (!copy.some(weight => weight > 0)) throw invalid("All weights are 0.", "Give at least one weight above 0.")
  return copy
}

/** Rows of equal width, checked as numbers are. */
export function matrix(name: string, rows: Rows, length?: number, columns?: number): Matrix {
  const made = isMatrix(rows) ? rows : fromRows(name, rows)
  if (made.rows === 0) throw invalid(`${name} is empty; there is nothing to measure.`, "Give at least one row.")
  if (length !== undefined && made.rows !== length) throw lengths(name, made.rows, length)
  if (columns !== undefined && made.columns !== columns) {
    throw mismatch(`${name} has rows of ${made.columns} values, not of ${columns}.`, "Give both the same width.")
  }
  const bad = made.values.findIndex(value => !Number.isFinite(value))
  if (bad < 0) return made
  const where = `${name}[${Math.floor(bad / made.columns)}][${bad % made.columns}]`
  throw invalid(`${where} is ${made.values[bad]}.`, "Leave such rows out, or correct what predicts them.")
}

const isMatrix = (rows: Rows): rows is Matrix => "columns" in rows

function fromRows(name: string, rows: ArrayLike<Numbers>): Matrix {
  const columns = rows[0]?.length ?? 0
  const values = new Float64Array(rows.length * columns)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (row.length !== columns) {
      throw mismatch(
        `${name}[${i}] has ${row.length} values, ${name}[0] has ${columns}.`,
        "Give all rows the same width.",
      )
    }
    values.set(Float64Array.from(row), i * columns)
  }
  return { values, rows: rows.length, columns }
}

/** One column of a matrix, copied. */
export const column = ({ values, rows, columns }: Matrix, at: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => values[row * columns + at]!)

export const row = ({ values, columns }: Matrix, at: number): Float64Array =>
  values.subarray(at * columns, (at + 1) * columns)

export const invalid = (message: string, fix: string): KaonError => new KaonError("DATA_INVALID", message, { fix })
const mismatch = (message: string, fix: string): KaonError => new KaonError("SHAPE_MISMATCH", message, { fix })
const lengths = (name: string, got: number, wanted: number): KaonError =>
  mismatch(`${name} has ${got} examples, not ${wanted}.`, "Give one for each example.")
