import { className, dataProperty, isOpen } from "./safe.ts"

/** What TensorFlow.js calls a tensor, and anything of the same make: its values row by row. */
export interface TensorLike {
  dtype: string
  shape: number[]
  size: number
  /** The values; throws where they were disposed of. */
  values(): ArrayLike<number | string | boolean>
}

const widths: Record<string, number> = { float32: 4, int32: 4, bool: 1, complex64: 8 }

/** The tensor that a value is, or undefined. Runs no user code; only asking for its values does. */
export function tensorOf(value: unknown): TensorLike | undefined {
  if (!isOpen(value)) return undefined
  const dtype = dataProperty(value, "dtype")
  const shape = dataProperty(value, "shape")
  const read = dataProperty(value, "dataSync")
  if (typeof dtype !== "string" || typeof read !== "function" || !Array.isArray(shape)) return undefined
  if (!shape.every(Number.isInteger)) return undefined
  const size = (shape as number[]).reduce((a, b) => a * b, 1)
  return { dtype, shape, size, values: () => read.call(value) as ArrayLike<number> }
}

export const tensorBytes = ({ dtype, size }: TensorLike): number | undefined =>
  widths[dtype] === undefined ? undefined : widths[dtype] * size

/** "Tensor float32 3×4" */
export const tensorTitle = (value: unknown, { dtype, shape }: TensorLike): string =>
  `${className(value as object)} ${dtype} ${shape.length === 0 ? "scalar" : shape.join("×")}`
