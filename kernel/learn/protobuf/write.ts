/** One field of a message, encoded. A message is its fields in a row. */
export type Field = Uint8Array
export type Message = Uint8Array

const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

function varint(value: number | bigint): number[] {
  // Negative numbers are their two's complement in 64 bits.
  let left = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  do {
    const seven = Number(left & 0x7fn)
    left >>= 7n
    bytes.push(left > 0n ? seven | 0x80 : seven)
  } while (left > 0n)
  return bytes
}

const tag = (field: number, type: keyof typeof wire): number[] => varint((field << 3) | wire[type])

export const int = (field: number, value: number): Field => Uint8Array.from([...tag(field, "varint"), ...varint(value)])

export const bool = (field: number, value: boolean): Field => int(field, Number(value))

export function double(field: number, value: number): Field {
  return join([Uint8Array.from(tag(field, "fixed64")), new Uint8Array(Float64Array.of(value).buffer)])
}

export function float(field: number, value: number): Field {
  return join([Uint8Array.from(tag(field, "fixed32")), new Uint8Array(Float32Array.of(value).buffer)])
}

export function bytes(field: number, value: Uint8Array): Field {
  return join([Uint8Array.from([...tag(field, "bytes"), ...varint(value.length)]), value])
}

export const text = (field: number, value: string): Field => bytes(field, Buffer.from(value))

/** A message as a field of another. */
export const nested = (field: number, ...fields: Field[]): Field => bytes(field, join(fields))

export const doubles = (field: number, values: readonly number[]): Field =>
  bytes(field, new Uint8Array(Float64Array.from(values).buffer))

export const join = (fields: readonly Field[]): Message => new Uint8Array(Buffer.concat(fields))
