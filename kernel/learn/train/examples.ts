import { KaonError } from "../../contracts/errors.ts"
import type { Row } from "../data/row.ts"
import { Split } from "../data/split.ts"
import type { Preprocessing } from "../steps/compile.ts"
import type { InputColumn } from "../steps/step.ts"

export type Numbers = ArrayLike<number>
/** One raw example: flat numbers, an image as nested arrays, or a row by column names. */
export type Example = Numbers | readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[] | Row

export interface Examples {
  /** count × inputWidth, row-major. */
  raw: Float32Array
  count: number
  /** Was it one example, not a list of them? */
  one: boolean
}

/**
 * Raw examples in whatever form they come: flat, nested or typed arrays, rows by column name, or a split; one or many.
 * Throws SHAPE_MISMATCH naming both shapes, DATA_INVALID for a row that lacks a column.
 */
export function examplesFrom(input: unknown, { columns, inputWidth }: Preprocessing): Examples {
  if (input instanceof Split) return { raw: input.raw(), count: input.size, one: false }
  if (typeof input === "number") return examplesFrom([input], { columns, inputWidth } as Preprocessing)
  if (isRow(input)) return { raw: fromRow(input, columns, inputWidth), count: 1, one: true }
  if (Array.isArray(input) && input.length > 0 && input.every(isRow)) {
    const raw = new Float32Array(input.length * inputWidth)
    for (const [i, row] of input.entries()) raw.set(fromRow(row, columns, inputWidth), i * inputWidth)
    return { raw, count: input.length, one: false }
  }
  return fromNested(input, columns, inputWidth)
}

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

function fromNested(input: unknown, columns: InputColumn[], width: number): Examples {
  const values: number[] = []
  const shape = flatten(input, values)
  const own = columns.length === 1 && columns[0]!.shape.length > 0 ? columns[0]!.shape : [width]
  const forms = [own, own.at(-1) === 1 ? own.slice(0, -1) : own, [width]]
  const matches = (dimensions: readonly number[]) =>
    forms.some(form => form.length === dimensions.length && form.every((size, i) => size === dimensions[i]))
  const raw = Float32Array.from(values)
  if (matches(shape)) return { raw, count: 1, one: true }
  if (matches(shape.slice(1)) && shape[0]! > 0) return { raw, count: shape[0]!, one: false }
  throw new KaonError(
    "SHAPE_MISMATCH",
    `An example has shape [${own.join(", ")}]; the values given have [${shape.join(", ")}].`,
    {
      fix: "Give one example of that shape (or flat), or a list of them.",
    },
  )
}

/** Appends the numbers and returns the dimensions; throws where an array is ragged or holds something else. */
function flatten(input: unknown, values: number[]): number[] {
  if (typeof input === "number") {
    values.push(input)
    return []
  }
  if (!Array.isArray(input) && !ArrayBuffer.isView(input)) {
    throw new KaonError("DATA_INVALID", `An example holds ${String(input)}, which is not a number.`, {
      fix: "Give numbers.",
    })
  }
  const items = input as unknown as ArrayLike<unknown>
  let inner: number[] = []
  for (let i = 0; i < items.length; i++) {
    const shape = flatten(items[i], values)
    if (i > 0 && String(shape) !== String(inner)) {
      throw new KaonError(
        "SHAPE_MISMATCH",
        `The arrays given are ragged: [${inner.join(", ")}] beside [${shape.join(", ")}].`,
        {
          fix: "Give all examples the same shape.",
        },
      )
    }
    inner = shape
  }
  return [items.length, ...inner]
}

function fromRow(row: Row, columns: InputColumn[], width: number): Float32Array {
  const raw = new Float32Array(width)
  let at = 0
  for (const { name, categories, shape } of columns) {
    const value = row[name]
    if (value === undefined) {
      throw new KaonError("DATA_INVALID", `An example lacks the column "${name}".`, {
        fix: `Give ${columns.map(column => column.name).join(", ")}.`,
      })
    }
    const values: number[] = []
    flatten(typeof value === "string" ? (categories?.indexOf(value) ?? Number(value)) : value, values)
    raw.set(values, at)
    at += shape.reduce((a, b) => a * b, 1)
  }
  return raw
}
