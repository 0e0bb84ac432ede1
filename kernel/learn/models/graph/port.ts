import { KaonError } from "../../../contracts/errors.ts"
import type { Values as Numbers } from "../../../native/index.ts"
import { type Core, tf } from "../../tf.ts"
import { shown, sizeOf } from "../tensor.ts"

/** Types of the numbers that go in and come out. */
export type PortType = "float32" | "float64" | "int32" | "uint8" | "int64" | "bool"

/** An input or output of a model: sizes are −1 where they vary; no shape where even their number does. */
export interface Port {
  readonly name: string
  readonly dtype: PortType
  readonly shape: readonly number[] | undefined
}

/** Values on their way into a model or out of it. */
export interface Fed {
  dtype: PortType
  shape: readonly number[]
  values: Numbers
}

/** Where an opened model came from, so that it can be kept and opened again elsewhere. */
export interface Origin {
  /** Its files by their paths in a folder of their own, and the path or address of each. */
  files(): Promise<Readonly<Record<string, string>>>
  /** Of a SavedModel. */
  signature?: string
  tags?: readonly string[]
}

/** What runs a model. Inputs come and outputs go in the order of the ports. */
export interface Runner extends Disposable {
  readonly origin: Origin
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  run(feeds: readonly Fed[]): Promise<Fed[]>
}

const packers: Record<PortType, (values: ArrayLike<number>) => Numbers> = {
  float32: values => Float32Array.from(values),
  float64: values => Float64Array.from(values),
  int32: values => Int32Array.from(values),
  uint8: values => Uint8Array.from(values),
  int64: values => BigInt64Array.from({ length: values.length }, (_, i) => BigInt(Math.trunc(values[i]!))),
  bool: values => Uint8Array.from(values, value => Number(value !== 0)),
}

/** Values as a model's input takes them. Throws SHAPE_MISMATCH with both shapes. */
export function fedTo(port: Port, given: Core.Tensor | Core.TensorLike): Fed {
  const isTensor = given instanceof tf.Tensor
  const tensor = isTensor ? given : tf.tensor(given as Core.TensorLike)
  try {
    checkShape(port, tensor.shape)
    return { dtype: port.dtype, shape: tensor.shape, values: packers[port.dtype](tensor.dataSync()) }
  } finally {
    if (!isTensor) tensor.dispose()
  }
}

/** The same of numbers in a row. */
export function fedNumbers(port: Port, values: Float32Array | Float64Array, shape: readonly number[]): Fed {
  checkShape(port, shape)
  return { dtype: port.dtype, shape, values: packers[port.dtype](values) }
}

function checkShape({ name, shape: wanted }: Port, given: readonly number[]): void {
  if (wanted === undefined) return
  if (wanted.length === given.length && wanted.every((size, i) => size < 0 || size === given[i])) return
  throw new KaonError("SHAPE_MISMATCH", `Input "${name}" takes ${shown(wanted)}; it was given ${shown(given)}.`, {
    fix: "Give values of that shape, the batch first.",
  })
}

const kinds: Record<PortType, Core.DataType> = {
  float32: "float32",
  float64: "float32",
  int32: "int32",
  uint8: "int32",
  int64: "int32",
  bool: "bool",
}

/** What a model gave, as a tensor: doubles become single, 64-bit integers 32-bit ones. Throws where one is too large for that. */
export function tensorOf({ dtype, shape, values }: Fed): Core.Tensor {
  const numbers = values instanceof BigInt64Array ? Float64Array.from(values, Number) : values
  if (dtype === "int64" && numbers.some(value => Math.abs(value as number) > 2 ** 31 - 1)) {
    throw new KaonError("DATA_INVALID", "The model gave a whole number of over 32 bits.", {
      fix: "Let the model give it as a float.",
    })
  }
  const packed =
    kinds[dtype] === "float32" ? Float32Array.from(numbers as Float64Array) : Int32Array.from(numbers as Int32Array)
  return tf.tensor(packed, [...shape], kinds[dtype])
}

/** Numbers of an output in a row, as float32. */
export const numbersOf = ({ values }: Fed): Float32Array =>
  values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>, Number)

/** Joins the parts of an output along the batch. */
export function joined(parts: readonly Fed[]): Fed {
  const [first] = parts
  if (parts.length === 1) return first!
  const shape = [parts.reduce((sum, part) => sum + part.shape[0]!, 0), ...first!.shape.slice(1)]
  const values = packers[first!.dtype === "int64" ? "float64" : first!.dtype](new Float32Array(sizeOf(shape)))
  let at = 0
  for (const part of parts) {
    const numbers = part.values instanceof BigInt64Array ? Float64Array.from(part.values, Number) : part.values
    ;(values as Float64Array).set(numbers as Float64Array, at)
    at += numbers.length
  }
  return { dtype: first!.dtype === "int64" ? "float64" : first!.dtype, shape, values }
}
