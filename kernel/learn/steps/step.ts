/** One column of what a model's input is made of, as it comes: `width` numbers a row. */
export interface InputColumn {
  name: string
  kind: "image" | "audio" | "number" | "class" | "text" | "date"
  shape: number[]
  /** What the indices of a class or text column stand for; −1 is anything else. */
  categories?: string[]
}

/** Plain JSON: what a step learnt from the training split. */
export type State = Record<string, unknown>

/** Turns the values of one column into new ones: `rows` × `width` numbers in, `rows` × the result's width out. */
export interface Transform {
  width: number
  run(values: Float32Array, rows: number): Float32Array
}

/** A step that changes values. Fitted on the training split alone; `prepare` needs nothing but what fitting saved. */
export interface ValueStep {
  /** Which columns it is for where the user names none. */
  suits(column: InputColumn): boolean
  fit(training: Float32Array, column: InputColumn): State
  prepare(state: State, width: number): Transform
}
