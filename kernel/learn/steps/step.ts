/** A column of what a model's input is made of, as it comes: one value a row, or product(shape) numbers. */
export interface InputColumn {
  name: string
  kind: "image" | "audio" | "number" | "class" | "text" | "date"
  shape: number[]
  /** What the indices of a class column stand for; −1 is anything else. */
  categories?: string[]
}

/** The same while it is prepared: steps change its kind and shape. */
export type Column = InputColumn

export type Numbers = Float32Array | Float64Array

/**
 * The values of a column over some rows, row-major. Images and sounds are Float32Array, other numbers Float64Array, with
 * NaN for what is missing; a class is its index, −1 for none; a date is milliseconds since 1970 in UTC. A text is a string,
 * "" where it is missing.
 */
export type Values = Numbers | string[]

/** Plain JSON: what a step learnt from the training split. */
export type State = Record<string, unknown>

/** What fitting may look at beside the columns: of the training rows alone. */
export interface FitContext {
  rows: number
  /** What is to be predicted: numbers, or indices of classes. */
  target: { values: ArrayLike<number>; classes: number }
}

/** What a step makes of one column; undefined where it drops it. Never changes the values it is given. */
export interface Transform {
  column: Column | undefined
  run(values: Values, rows: number): Values
}

/** A step that changes one column at a time. Fitted on the training split alone; `prepare` needs nothing but the state. */
export interface ColumnStep {
  /** Which columns it is for where the user names none. */
  suits(column: Column): boolean
  fit(training: Values, column: Column, context: FitContext): State
  prepare(state: State, column: Column): Transform
  /** What training rows become, where that is not what other rows would: a row must not see its own target. */
  training?(training: Values, column: Column, context: FitContext): Values
}

/** What a step makes of several columns together, and the columns that it adds. */
export interface FrameTransform {
  added: Column[]
  run(values: Values[], rows: number): Values[]
}

/** What a step learnt of several columns together, and which training rows stay (no others are ever left out). */
export interface FrameFit {
  state: State
  keep?: (row: number) => boolean
}

/** A step that looks at several columns together. */
export interface FrameStep {
  suits(column: Column): boolean
  fit(training: Values[], columns: Column[], context: FitContext): FrameFit
  prepare(state: State, columns: Column[]): FrameTransform
}

export const widthOf = ({ shape }: { shape: readonly number[] }): number => shape.reduce((a, b) => a * b, 1)

/** New numbers of the same precision. */
export const emptyLike = (values: Numbers, length = values.length): Numbers =>
  values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)

/** The values as numbers; the steps that call it suit no texts. */
export const numbersIn = (values: Values): Numbers => {
  if (Array.isArray(values)) throw new TypeError("A step for numbers was given texts.")
  return values
}

export const isNumber = (column: Column): boolean => column.kind === "number"
export const isCategory = (column: Column): boolean => column.kind === "class" || column.kind === "text"
