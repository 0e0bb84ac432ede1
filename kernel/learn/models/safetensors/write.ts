import { bytesOf, type Values } from "../tensor.ts"

/** Of each number, in the file. */
export type Precision = "float32" | "float16" | "bfloat16"

/** The upper half of each float32, rounded to the nearest, ties to even; NaN stays NaN. */
function upperHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return Uint16Array.from(bits, (word, i) =>
    Number.isNaN(values[i]!) ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16,
  )
}

const forms: Record<Precision, { dtype: string; pack(values: Float32Array): ArrayBufferView }> = {
  float32: { dtype: "F32", pack: values => values },
  float16: { dtype: "F16", pack: values => Float16Array.from(values) },
  bfloat16: { dtype: "BF16", pack: upperHalves },
}

/** Tensors by name as a safetensors file; its header is padded to 8 bytes, as the format asks for. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Values>,
  precision: Precision = "float32",
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { dtype, pack } = forms[precision]
  const parts: Uint8Array[] = []
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {}
  let at = 0
  for (const [name, { shape, values }] of tensors) {
    const bytes = bytesOf(pack(values))
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] }
    parts.push(bytes)
    at += bytes.length
  }
  const json = Buffer.from(JSON.stringify(header))
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, " ")])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded, ...parts])
}
