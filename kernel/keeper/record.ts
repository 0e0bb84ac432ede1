/**
 * Bytes of a JSON header and binary parts, in files and on sockets alike: u32 length of what follows, u32 length of the header,
 * u32 count of parts, u32 length of each part, the header, the parts. All little endian.
 */
export function packRecord(header: unknown, parts: readonly Uint8Array[]): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(header))
  const lengths = Buffer.allocUnsafe(12 + 4 * parts.length)
  const size = parts.reduce((sum, part) => sum + part.byteLength, lengths.length - 4 + text.length)
  lengths.writeUInt32LE(size, 0)
  lengths.writeUInt32LE(text.length, 4)
  lengths.writeUInt32LE(parts.length, 8)
  parts.forEach((part, i) => {
    lengths.writeUInt32LE(part.byteLength, 12 + 4 * i)
  })
  return [lengths, text, ...parts]
}

export interface PackedRecord {
  header: unknown
  /** Views of the bytes that were given. */
  parts: Uint8Array[]
  /** Where the next record starts. */
  end: number
}

/** The record at an offset; undefined where it is not whole. Throws SyntaxError for bytes that are no record. */
export function unpackRecord(bytes: Buffer, offset = 0): PackedRecord | undefined {
  const size = sizeOfRecord(bytes, offset)
  if (size === undefined || offset + size > bytes.length) return undefined
  const headerLength = bytes.readUInt32LE(offset + 4)
  const count = bytes.readUInt32LE(offset + 8)
  let at = offset + 12 + 4 * count
  if (at + headerLength > offset + size) throw new SyntaxError("The bytes are no record.")
  const header: unknown = JSON.parse(bytes.toString("utf8", at, at + headerLength))
  at += headerLength
  const parts: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const length = bytes.readUInt32LE(offset + 12 + 4 * i)
    parts.push(bytes.subarray(at, at + length))
    at += length
  }
  if (at !== offset + size) throw new SyntaxError("The bytes are no record.")
  return { header, parts, end: at }
}

/** Bytes that the record at an offset takes, its own length included; undefined where not even that is there. */
export const sizeOfRecord = (bytes: Buffer, offset: number): number | undefined =>
  offset + 4 <= bytes.length ? 4 + bytes.readUInt32LE(offset) : undefined
