import { z } from "zod"
import { broken } from "../failure.ts"
import { sizeOf, type Values } from "../tensor.ts"

/** A tensor of the file: `dtype` as it is stored, `values` as float32. */
export interface StoredTensor extends Values {
  dtype: string
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().min(0)),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
})
const headerSchema = z.record(z.string(), z.union([entrySchema, z.record(z.string(), z.string())]))

/** The header may not be longer (the format's own bound). */
const longestHeader = 100e6

type Reader = { bytes: number; read(bytes: ArrayBuffer): Float32Array }
const plain = (array: { new (buffer: ArrayBuffer): ArrayLike<number>; BYTES_PER_ELEMENT: number }): Reader => ({
  bytes: array.BYTES_PER_ELEMENT,
  read: bytes => Float32Array.from(new array(bytes)),
})
const whole = (array: { new (buffer: ArrayBuffer): Iterable<bigint>; BYTES_PER_ELEMENT: number }): Reader => ({
  bytes: array.BYTES_PER_ELEMENT,
  read: bytes => Float32Array.from(new array(bytes), Number),
})

const readers: Readonly<Record<string, Reader>> = {
  F64: plain(Float64Array),
  F32: { bytes: 4, read: bytes => new Float32Array(bytes) },
  F16: plain(Float16Array),
  // The upper half of a float32.
  BF16: {
    bytes: 2,
    read: bytes => new Float32Array(Uint32Array.from(new Uint16Array(bytes), half => half << 16).buffer),
  },
  I64: whole(BigInt64Array),
  U64: whole(BigUint64Array),
  I32: plain(Int32Array),
  U32: plain(Uint32Array),
  I16: plain(Int16Array),
  U16: plain(Uint16Array),
  I8: plain(Int8Array),
  U8: plain(Uint8Array),
  BOOL: plain(Uint8Array),
}

/**
 * Tensors of a safetensors file by name, each as float32. Throws MODEL_INVALID where the file is cut short, its header does
 * not describe its bytes exactly, or a type is not known.
 */
export function readSafetensors(file: Uint8Array, source: string): Map<string, StoredTensor> {
  const { header, data } = split(file, source)
  const tensors = new Map<string, StoredTensor>()
  let end = 0
  const entries = Object.entries(header).flatMap(([name, entry]) =>
    name === "__metadata__" ? [] : [[name, entrySchema.parse(entry)] as const],
  )
  for (const [name, entry] of entries.toSorted(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])) {
    const [from, to] = entry.data_offsets
    const reader = readers[entry.dtype]
    if (reader === undefined)
      throw broken(source, `tensor ${name} has the type ${entry.dtype}, which is not known here`)
    // Nothing may lie between tensors, and none upon another: so the format says, and so no byte is read twice.
    if (from !== end || to < from || to > data.length)
      throw broken(source, `tensor ${name} is not where its header says`)
    if (to - from !== sizeOf(entry.shape) * reader.bytes)
      throw broken(source, `tensor ${name} has ${to - from} bytes, which are not its shape [${entry.shape.join(", ")}]`)
    end = to
    tensors.set(name, {
      dtype: entry.dtype,
      shape: entry.shape,
      values: reader.read(new Uint8Array(data.subarray(from, to)).buffer),
    })
  }
  if (end !== data.length) throw broken(source, `${data.length - end} bytes at its end belong to no tensor`)
  return tensors
}

function split(file: Uint8Array, source: string) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const length = file.length < 8 ? -1n : view.getBigUint64(0, true)
  if (length < 0n || length > BigInt(Math.min(longestHeader, file.length - 8)))
    throw broken(source, "it is no safetensors file, or it is cut short")
  const end = 8 + Number(length)
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(8, end)))
  } catch (cause) {
    throw broken(source, "its header is no JSON", cause)
  }
  const header = headerSchema.safeParse(json)
  if (!header.success) throw broken(source, "its header does not describe tensors", header.error)
  return { header: header.data, data: file.subarray(end) }
}
