import { KaonError } from "../../contracts/errors.ts"

const arrays = {
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
} as const
type Dtype = keyof typeof arrays
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
export function encodeTensors(texts: Record<string, string>, tensors: readonly Numbers[]): Uint8Array[] {
  const ordered = tensors
    .map((values, index) => ({ name: String(index), dtype: dtypeOf(values)!, values }))
    .sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT)
  let at = 0
  const places = ordered.map(({ name, dtype, values }): [string, Place] => {
    const from = at
    at += values.byteLength
    return [name, { dtype, shape: [values.length], data_offsets: [from, at] }]
  })
  const header = Buffer.from(JSON.stringify({ __metadata__: texts, ...Object.fromEntries(places) }))
  const filled = Buffer.alloc(Math.ceil(header.length / 8) * 8, " ")
  header.copy(filled)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(filled.length))
  const bytes = ordered.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return [length, filled, ...bytes]
}

/** What `encodeTensors` wrote; every array has memory of its own. Throws ARTEFACT_LOST for other bytes. */
export function decodeTensors(file: Buffer): { texts: Record<string, string>; tensors: Numbers[] } {
  try {
    const start = 8 + Number(file.readBigUInt64LE(0))
    const { __metadata__: texts = {}, ...places } = JSON.parse(file.toString("utf8", 8, start)) as {
      __metadata__?: Record<string, string>
    } & Record<string, Place>
    const tensors: Numbers[] = []
    for (const [
      name,
      {
        dtype,
        data_offsets: [from, to],
      },
    ] of Object.entries(places)) {
      const bytes = Uint8Array.prototype.slice.call(file, start + from, start + to)
      tensors[Number(name)] = new arrays[dtype](bytes.buffer)
    }
    return { texts, tensors }
  } catch (cause) {
    throw new KaonError("ARTEFACT_LOST", "An artefact is not in the form that values are stored in.", {
      fix: "Run the step that made it again.",
      cause,
    })
  }
}
