import { KaonError } from "../../contracts/errors.ts"
import type { Row } from "../data/row.ts"
import { Split } from "../data/split.ts"
import type { Preprocessing } from "../steps/compile.ts"
import { toColumns } from "../steps/flat.ts"
import { type InputColumn, type Values, widthOf } from "../steps/step.ts"

export type Numbers = ArrayLike<number>
/** One raw example: flat numbers, an image as nested arrays, or a row by column names. */
export type Example = Numbers | readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[] | Row

export interface Examples {
  /** The raw values of each column, as steps take them. */
  values: Values[]
  count: number
  /** Was it one example, not a list of them? */
  one: boolean
}

/**
 * Raw examples in whatever form they come: flat, nested or typed arrays, rows by column name, texts for a model of one
 * text, or a split; one or many.
 * Throws SHAPE_MISMATCH naming both shapes, DATA_INVALID for a row that lacks a column.
 */
export function examplesFrom(
  input: unknown,
  { columns, inputWidth }: Pick<Preprocessing, "columns" | "inputWidth">,
): Examples {
  if (input instanceof Split) return { values: input.columns(), count: input.size, one: false }
  if (typeof input === "number") return examplesFrom([input], { columns, inputWidth })
  const [only] = columns
  if (typeof input === "string" || (Array.isArray(input) && input.length > 0 && input.every(isText))) {
    if (columns.length > 1 || only?.kind !== "text") throw textGiven(columns)
    return typeof input === "string"
      ? { values: [[input]], count: 1, one: true }
      : { values: [input], count: input.length, one: false }
  }
  if (isRow(input)) return { values: columnsOf([input], columns), count: 1, one: true }
  if (Array.isArray(input) && input.length > 0 && input.every(isRow)) {
    return { values: columnsOf(input, columns), count: input.length, one: false }
  }
  return fromNested(input, columns, inputWidth)
}

const isText = (value: unknown): value is string => typeof value === "string"

const textGiven = (columns: readonly InputColumn[]): KaonError =>
  new KaonError("DATA_INVALID", "An example is a text; the model takes more, or something else.", {
    fix: `Give ${columns.map(column => column.name).join(", ")} by name.`,
  })

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

function fromNested(input: unknown, columns: InputColumn[], width: number): Examples {
  const values: number[] = []
  const shape = flatten(input, values)
  const own = columns.length === 1 && columns[0]!.shape.length > 0 ? columns[0]!.shape : [width]
  const forms = [own, own.at(-1) === 1 ? own.slice(0, -1) : own, [width]]
  const matches = (dimensions: readonly number[]) =>
    forms.some(form => form.length === dimensions.length && form.every((size, i) => size === dimensions[i]))
  const all = (count: number) => toColumns(values, columns, width, count)
  if (matches(shape)) return { values: all(1), count: 1, one: true }
  if (matches(shape.slice(1)) && shape[0]! > 0) return { values: all(shape[0]!), count: shape[0]!, one: false }
  throw new KaonError(
    "SHAPE_MISMATCH",
    `An example has shape [${own.join(", ")}]; the values given have [${shape.join(", ")}].`,
    {
      fix: "Give one example of that shape (or flat), or a list of them.",
    },
  )
}

/** Appends the numbers of one example and returns the dimensions; throws where an array is ragged or holds something else. */
export function flatten(input: unknown, values: number[]): number[] {
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

/** Rows by column name, column by column. */
function columnsOf(rows: readonly Row[], columns: readonly InputColumn[]): Values[] {
  return columns.map(column => {
    const given = rows.map(row => cell(row, column, columns))
    if (column.kind === "text") return given.map(value => (value === null ? "" : String(value)))
    const width = widthOf(column)
    const pixels = column.kind === "image" || column.kind === "audio"
    const values = pixels ? new Float32Array(rows.length * width) : new Float64Array(rows.length * width)
    for (const [row, value] of given.entries()) values.set(numbersOf(value, column), row * width)
    return values
  })
}

function cell(row: Row, { name }: InputColumn, columns: readonly InputColumn[]): unknown {
  const value: unknown = row[name]
  if (value !== undefined) return value
  throw new KaonError("DATA_INVALID", `An example lacks the column "${name}".`, {
    fix: `Give ${columns.map(column => column.name).join(", ")}; null where a value is missing.`,
  })
}

/** The numbers that a cell stands for: a class's index, a date's milliseconds, NaN (−1 for a class) where it is missing. */
function numbersOf(value: unknown, { name, kind, categories, shape }: InputColumn): number[] {
  if (value === null || value === "") return [kind === "class" ? -1 : Number.NaN]
  if (kind === "class" && typeof value === "string") return [categories?.indexOf(value) ?? -1]
  if (kind === "class" && typeof value === "boolean") return [categories?.indexOf(String(value)) ?? -1]
  if (value instanceof Date) return [value.getTime()]
  if (kind === "date" && typeof value === "string") return [timeOf(value, name)]
  const numbers: number[] = []
  flatten(typeof value === "string" ? Number(value) : value, numbers)
  const width = shape.reduce((a, b) => a * b, 1)
  if (numbers.length === width) return numbers
  throw new KaonError(
    "SHAPE_MISMATCH",
    `Column "${name}" takes ${width} numbers; the example gives ${numbers.length}.`,
    {
      fix: `Give values of shape [${shape.join(", ")}].`,
    },
  )
}

/** ISO 8601; without a zone it is UTC, as in tables. */
function timeOf(text: string, name: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || /^\d{4}-\d\d-\d\d$/.test(text)
  const time = Date.parse(zoned ? text : `${text.replace(" ", "T")}Z`)
  if (!Number.isNaN(time)) return time
  throw new KaonError("DATA_INVALID", `Column "${name}" takes dates; "${text}" is none.`, {
    fix: `Write it as "2026-01-31" or "2026-01-31T12:00:00Z".`,
  })
}
