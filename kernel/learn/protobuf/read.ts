/** A field of a message: a number (varint or fixed), or bytes (text, a message, packed numbers). */
export interface ReadField {
  field: number
  value: bigint | Uint8Array
}

/** A message's fields, in their order. Throws where the bytes are no message or are cut short. */
export function* fieldsOf(message: Uint8Array): Generator<ReadField> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  let at = 0
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n]
    for (;;) {
      const byte = message[at++]
      if (byte === undefined || shift > 63n) throw new Error("a message is cut short or damaged")
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
      shift += 7n
    }
  }
  const take = (length: number): number => {
    if (at + length > message.length) throw new Error("a message is cut short")
    at += length
    return at - length
  }
  const kinds: Readonly<Record<number, () => bigint | Uint8Array>> = {
    0: varint,
    1: () => view.getBigUint64(take(8), true),
    2: () => {
      const length = varint()
      const start = take(Number(length))
      return message.subarray(start, start + Number(length))
    },
    5: () => BigInt(view.getUint32(take(4), true)),
  }
  while (at < message.length) {
    const tag = varint()
    const read = kinds[Number(tag & 7n)]
    if (read === undefined) throw new Error("a message has a field of a kind that is not known")
    yield { field: Number(tag >> 3n), value: read() }
  }
}

/** The bytes of every field with a number. */
export const bytesIn = (message: Uint8Array, wanted: number): Uint8Array[] =>
  [...fieldsOf(message)].flatMap(({ field, value }) => (field === wanted && value instanceof Uint8Array ? [value] : []))

/** The last number of a field, as a signed one; undefined where there is none. */
export function numberIn(message: Uint8Array, wanted: number): number | undefined {
  let found: bigint | undefined
  for (const { field, value } of fieldsOf(message)) if (field === wanted && typeof value === "bigint") found = value
  return found === undefined ? undefined : Number(BigInt.asIntN(64, found))
}

export const textIn = (message: Uint8Array, wanted: number): string | undefined => {
  const found = bytesIn(message, wanted).at(-1)
  return found && new TextDecoder().decode(found)
}

/** A map from text: entries are messages of a key (1) and a value (2). */
export const mapIn = (message: Uint8Array, wanted: number): Map<string, Uint8Array> =>
  new Map(bytesIn(message, wanted).map(entry => [textIn(entry, 1) ?? "", bytesIn(entry, 2).at(-1) ?? new Uint8Array()]))
