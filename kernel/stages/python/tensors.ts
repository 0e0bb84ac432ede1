import type { Node } from "./encode.ts"

const arrays = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const
export type Dtype = keyof typeof arrays
export type Numbers = InstanceType<(typeof arrays)[Dtype]>

interface Place {
  dtype: Dtype
  shape: number[]
  data_offsets: [number, number]
}

/** Arrays of numbers on their way into a safetensors file, each by a number as its name. */
export class Tensors {
  readonly #all: { dtype: Dtype; shape: number[]; data: Numbers }[] = []

  get count(): number {
    return this.#all.length
  }

  /** Takes a typed array; undefined for anything else. */
  add(value: object, shape?: number[]): Node | undefined {
    if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined
    if (value instanceof Uint8ClampedArray) return this.put("U8", shape ?? [value.length], Uint8Array.from(value))
    const found = (Object.keys(arrays) as Dtype[]).find(name => name !== "BOOL" && value instanceof arrays[name])
    return found === undefined ? undefined : this.put(found, shape ?? [(value as Numbers).length], value as Numbers)
  }

  put(dtype: Dtype, shape: number[], data: Numbers): Node {
    this.#all.push({ dtype, shape, data })
    return { $: "array", i: String(this.#all.length - 1) }
  }

  /** The file: widest numbers first, so that every array is aligned. */
  bytes(): Buffer {
    const ordered = this.#all
      .map((tensor, index) => ({ ...tensor, name: String(index) }))
      .sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT)
    let at = 0
    const places = ordered.map(({ name, dtype, shape, data }): [string, Place] => {
      const from = at
      at += data.byteLength
      return [name, { dtype, shape, data_offsets: [from, at] }]
    })
    const json = JSON.stringify(Object.fromEntries(places))
    const header = Buffer.from(json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(header.length))
    return Buffer.concat([
      length,
      header,
      ...ordered.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
    ])
  }
}

/** What is in a safetensors file, by name; every array has memory of its own. */
export function readTensors(file: Buffer): Map<string, { dtype: Dtype; shape: number[]; data: Numbers }> {
  const start = 8 + Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.subarray(8, start).toString()) as Record<string, Place>
  return new Map(
    Object.entries(header).flatMap(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to],
        },
      ]) => {
        if (name === "__metadata__") return []
        const bytes = Uint8Array.from(file.subarray(start + from, start + to))
        return [[name, { dtype, shape, data: new arrays[dtype](bytes.buffer) }] as const]
      },
    ),
  )
}
