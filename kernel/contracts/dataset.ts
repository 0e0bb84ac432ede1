/** How a dataset travels from its plugin to the kernel: plain columns, row-major, one value (or one fixed shape of values) a row. */
export interface ColumnPayload {
  name: string
  /** "date" is milliseconds since 1970 in UTC; "audio" is samples between −1 and 1. */
  kind: "image" | "audio" | "number" | "class" | "text" | "date"
  /** Shape of one row's value: [height, width, channels] of an image, [samples, channels] of a sound, [] of a scalar. */
  shape: number[]
  /** rows × product(shape) values; for "class" an index into `classes`; for "text" strings. */
  values: Uint8Array | Int32Array | Float32Array | Float64Array | string[]
  /** Names of the classes, for kind "class". */
  classes?: string[]
  /** Smallest and largest value that the column may hold, where the source states them (pixels: [0, 255]). */
  range?: [number, number]
}

export interface SplitPayload {
  rows: number
  columns: ColumnPayload[]
}

export interface DatasetPayload {
  id: string
  title: string
  /** Name of the column to predict. */
  target: string
  citation: string
  licence: string
  homepage?: string
  /** Columns that are no features: what rows are divided by (a group, a time), or told apart by. */
  aside?: string[]
  /** How far a row reaches beyond its time (of a column, in its unit): a split by time keeps what is trained on clear of what is tested. */
  reach?: { column: string; span: number }
  /** `{ all }`, or the splits that the source itself defines: `{ train, test }`. */
  splits: { all: SplitPayload } | { train: SplitPayload; test: SplitPayload }
}
