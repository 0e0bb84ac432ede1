import { crc32, inflateRawSync } from "node:zlib"

/** A file inside a zip, as the zip's central directory tells of it. */
export interface Member {
  name: string
  crc: number
  method: number
  packed: number
  size: number
  offset: number
}

/** Where the bytes of a zip come from. `read` throws where there are fewer. */
export interface ZipSource {
  size: number
  read(position: number, length: number): Promise<Buffer>
}

const signatures = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 }
const endSize = 22
const longestComment = 0xffff

/** A zip whose bytes are in memory. */
export const zipIn = (bytes: Uint8Array): ZipSource => ({
  size: bytes.length,
  async read(position, length) {
    if (position < 0 || position + length > bytes.length) throw new Error("it is cut short")
    return Buffer.from(bytes.buffer, bytes.byteOffset + position, length)
  },
})

/** The files of a zip. Throws where it is no zip or cut short; ZIP64 is refused. */
export async function membersOf(zip: ZipSource): Promise<Member[]> {
  const tail = await zip.read(
    Math.max(0, zip.size - endSize - longestComment),
    Math.min(zip.size, endSize + longestComment),
  )
  let at = tail.length - endSize
  while (at >= 0 && tail.readUInt32LE(at) !== signatures.end) at--
  if (at < 0) throw new Error("it is no zip file, or its end is missing")
  const [count, length, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (count === 0xffff || start === 0xffffffff) throw new Error("it is a ZIP64 file")
  const directory = await zip.read(start, length)
  const members: Member[] = []
  for (let i = 0, from = 0; i < count; i++) {
    if (from + 46 > directory.length || directory.readUInt32LE(from) !== signatures.entry)
      throw new Error("its directory is damaged")
    const [name, extra, comment] = [28, 30, 32].map(place => directory.readUInt16LE(from + place)) as [
      number,
      number,
      number,
    ]
    members.push({
      name: directory.toString("utf8", from + 46, from + 46 + name),
      crc: directory.readUInt32LE(from + 16),
      method: directory.readUInt16LE(from + 10),
      packed: directory.readUInt32LE(from + 20),
      size: directory.readUInt32LE(from + 24),
      offset: directory.readUInt32LE(from + 42),
    })
    from += 46 + name + extra + comment
  }
  return members.filter(({ name }) => !name.endsWith("/"))
}

/** Where a member's packed bytes begin. */
export async function startOf(zip: ZipSource, { name, offset }: Member): Promise<number> {
  const header = await zip.read(offset, 30)
  if (header.readUInt32LE(0) !== signatures.local) throw new Error(`${name} is not where the directory says`)
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
}

/**
 * A member's content in memory. Throws where it has another size than declared (so that what a small file unpacks to is
 * bounded by what it says), more than `most` bytes, or another checksum.
 */
export async function contentOf(zip: ZipSource, member: Member, most: number): Promise<Buffer> {
  const { name, size, packed, method, crc } = member
  if (size > most) throw new Error(`${name} says it unpacks to ${size} bytes, where ${most} are the most`)
  const bytes = await zip.read(await startOf(zip, member), packed)
  const content = unpacked(bytes, method, size, name)
  if (content.length !== size || crc32(content) !== crc) throw new Error(`${name} does not have its checksum`)
  return content
}

function unpacked(bytes: Buffer, method: number, size: number, name: string): Buffer {
  if (method === 0) return bytes
  if (method !== 8) throw new Error(`${name} is packed by method ${method}, which is not known here`)
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE")
      throw new Error(`${name} is damaged`, { cause })
    throw new Error(`${name} unpacks to more than the ${size} bytes that it says`, { cause })
  }
}
