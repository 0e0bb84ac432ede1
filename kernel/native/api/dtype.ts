/** TensorFlow's numbers for the types of elements (TF_DataType), by the names that TensorFlow gives them. */
export const dtypes = { float32: 1, float64: 2, int32: 3, uint8: 4, int64: 9, bool: 10, resource: 20 } as const

export type Dtype = keyof typeof dtypes
export type Values = Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array

type Arrays = Record<Dtype, { new (buffer: ArrayBuffer): Values; new (length: number): Values }>

const arrays: Arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  resource: Uint8Array,
}

const names = new Map<number, Dtype>(Object.entries(dtypes).map(([name, code]) => [code, name as Dtype]))

/** Undefined for a type that is not used here (text, half floats, …). */
export const dtypeOf = (code: number): Dtype | undefined => names.get(code)

/** Bytes as numbers of a type. */
export const valuesOf = (dtype: Dtype, bytes: ArrayBuffer): Values => new arrays[dtype](bytes)

export const zeroes = (dtype: Dtype, count: number): Values => new arrays[dtype](count)
