import type { TensorSpec } from "../../contracts/bundle.ts"
import type { Fed } from "../model.ts"

/** The datatypes of the Open Inference Protocol that hold numbers: bytes a value, bounds of a whole number, and how a binary tensor is read (little-endian). */
interface Datatype {
  bytes: number
  /** Smallest and largest whole number; absent where fractions are allowed. */
  whole?: [number, number]
  read(view: DataView, offset: number): number
}

const bits = (count: number, signed: boolean): [number, number] =>
  signed ? [-(2 ** (count - 1)), 2 ** (count - 1) - 1] : [0, 2 ** count - 1]

export const datatypes: Record<string, Datatype> = {
  BOOL: { bytes: 1, whole: [0, 1], read: (view, at) => view.getUint8(at) },
  UINT8: { bytes: 1, whole: bits(8, false), read: (view, at) => view.getUint8(at) },
  UINT16: { bytes: 2, whole: bits(16, false), read: (view, at) => view.getUint16(at, true) },
  UINT32: { bytes: 4, whole: bits(32, false), read: (view, at) => view.getUint32(at, true) },
  UINT64: { bytes: 8, whole: bits(64, false), read: (view, at) => Number(view.getBigUint64(at, true)) },
  INT8: { bytes: 1, whole: bits(8, true), read: (view, at) => view.getInt8(at) },
  INT16: { bytes: 2, whole: bits(16, true), read: (view, at) => view.getInt16(at, true) },
  INT32: { bytes: 4, whole: bits(32, true), read: (view, at) => view.getInt32(at, true) },
  INT64: { bytes: 8, whole: bits(64, true), read: (view, at) => Number(view.getBigInt64(at, true)) },
  FP16: { bytes: 2, read: (view, at) => view.getFloat16(at, true) },
  FP32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  FP64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
}

/** FP16 has no JSON form in the protocol. */
export const jsonDatatypes: string[] = Object.keys(datatypes).filter(name => name !== "FP16")

/** How values of a model's own type are held. */
interface Held {
  dtype: Fed["dtype"]
  make(count: number): Fed["values"]
  /** The values of these bytes, which are in the type's own form. */
  from(bytes: ArrayBuffer): Fed["values"]
}

const held = (dtype: Fed["dtype"], Kind: new (from: never) => Fed["values"]): Held => ({
  dtype,
  make: count => new Kind(count as never),
  from: bytes => new Kind(bytes as never),
})

/** By the datatype that a bundle gives an input; text goes into no model. */
export const heldAs: Readonly<Record<TensorSpec["datatype"], Held | undefined>> = {
  FP32: held("float32", Float32Array),
  FP64: held("float64", Float64Array),
  INT32: held("int32", Int32Array),
  INT64: held("int64", BigInt64Array),
  UINT8: held("uint8", Uint8Array),
  BOOL: held("bool", Uint8Array),
  BYTES: undefined,
}
