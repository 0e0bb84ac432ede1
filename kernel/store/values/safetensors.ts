import { KaonError } from "../../contracts/errors.ts"

/** What holds the numbers of each type of the format. */
export const arrays = {
  F64: Float64Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const
export type Dtype = keyof typeof arrays
export type Numbers =
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array

/** An array of a file: its numbers, what the format calls them, and its shape. */
export interface Tensor {
  dtype: Dtype
  shape: number[]
  data: Numbers
}

const dtypes = Object.keys(arrays) as Dtype[]

/** The name that the format has for an array's numbers; undefined for an array that it does not know. */
export const dtypeOf = (value: object): Dtype | undefined =>
  dtypes.find(name => Object.getPrototypeOf(value) === arrays[name].prototype)

interface Place {
  dtype: Dtype
  shape: number[]
  data_offsets: [number, number]
}

/**
 * The safetensors format: arrays of numbers by name, and texts. Widest numbers first and the header filled up to eight bytes, so
 * that every array is aligned. Equal content gives equal bytes. Numbers are in the byte order of the format, which is this machine's.
 */
export function writeTensors(
  tensors: Readonly<Record<string, Tensor>>,
  texts?: Readonly<Record<string, string>>,
): Uint8Array[] {
  const ordered = Object.entries(tensors).sort(
    ([, one], [, other]) => other.data.BYTES_PER_ELEMENT - one.data.BYTES_PER_ELEMENT,
  )
  let at = 0
  const places = ordered.map(([name, { dtype, shape, data }]): [string, Place] => {
    const from = at
    at += data.byteLength
    return [name, { dtype, shape, data_offsets: [from, at] }]
  })
  const about = texts === undefined ? {} : { __metadata__: texts }
  const header = Buffer.from(JSON.stringify({ ...about, ...Object.fromEntries(places) }))
  const filled = Buffer.alloc(Math.ceil(header.length / 8) * 8, " ")
  header.copy(filled)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(filled.length))
  const bytes = ordered.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  return [length, filled, ...bytes]
}

/** What is in a file of that format; every array has memory of its own. Throws whatever other bytes lead to. */
export function readTensors(file: Buffer): { texts: Record<string, string>; tensors: Map<string, Tensor> } {
  const start = 8 + Number(file.readBigUInt64LE(0))
  const { __metadata__: texts = {}, ...places } = JSON.parse(file.toString("utf8", 8, start)) as {
    __metadata__?: Record<string, string>
  } & Record<string, Place>
  const tensors = Object.entries(places).map(([name, { dtype, shape, data_offsets }]): [string, Tensor] => {
    const [from, to] = data_offsets
    const bytes = Uint8Array.prototype.slice.call(file, start + from, start + to)
    return [name, { dtype, shape, data: new arrays[dtype](bytes.buffer) }]
  })
  return { texts, tensors: new Map(tensors) }
}

/** Texts and arrays by their places in a list, as the store keeps them. */
export function encodeTensors(texts: Record<string, string>, tensors: readonly Numbers[]): Uint8Array[] {
  const named = tensors.map((data, index): [string, Tensor] => [
    String(index),
    { dtype: dtypeOf(data)!, shape: [data.length], data },
  ])
  return writeTensors(Object.fromEntries(named), texts)
}

/** What `encodeTensors` wrote; every array has memory of its own. Throws ARTEFACT_LOST for other bytes. */
export function decodeTensors(file: Buffer): { texts: Record<string, string>; tensors: Numbers[] } {
  try {
    const found = readTensors(file)
    const tensors: Numbers[] = []
    for (const [name, { data }] of found.tensors) tensors[Number(name)] = data
    return { texts: found.texts, tensors }
  } catch (cause) {
    throw new KaonError("ARTEFACT_LOST", "An artefact is not in the form that values are stored in.", {
      fix: "Run the step that made it again.",
      cause,
    })
  }
}
