import { createWriteStream } from "node:fs"
import { type FileHandle, mkdir, open, writeFile } from "node:fs/promises"
import { dirname, isAbsolute, join, normalize } from "node:path"
import { Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import { crc32, createInflateRaw } from "node:zlib"

/** A file inside a wheel, as the zip's central directory tells of it. */
interface Member {
  name: string
  crc: number
  method: number
  packed: number
  size: number
  offset: number
}

const signatures = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 }
const endSize = 22
const longestComment = 0xffff

/**
 * Unpacks the members whose name matches into a folder, keeping their paths, and returns those names. Checks each
 * member's CRC. Throws where the file is no zip, is cut short, or a name would lead out of the folder. ZIP64 (wheels over
 * 4 GB) and encryption are refused.
 */
export async function unzip(
  file: string,
  folder: string,
  wanted: RegExp,
  progress: (bytes: number, total: number) => void = () => {},
): Promise<string[]> {
  await using zip = await open(file)
  const members = (await directoryOf(zip)).filter(({ name }) => wanted.test(name))
  const total = members.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const member of members) {
    const path = normalize(member.name)
    if (isAbsolute(path) || path.startsWith("..")) throw new Error(`it names ${member.name}, outside of the folder`)
    await extract(zip, member, join(folder, path), bytes => {
      done += bytes
      progress(done, total)
    })
  }
  return members.map(({ name }) => name)
}

async function extract(zip: FileHandle, member: Member, target: string, passed: (bytes: number) => void) {
  const header = await read(zip, member.offset, 30)
  if (header.readUInt32LE(0) !== signatures.local) throw new Error(`${member.name} is not where the directory says`)
  const start = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  await mkdir(dirname(target), { recursive: true })
  let [crc, size] = [0, 0]
  const check = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      crc = crc32(chunk, crc)
      size += chunk.length
      passed(chunk.length)
      next(null, chunk)
    },
  })
  if (member.size === 0) return writeFile(target, "")
  const packed = zip.createReadStream({ start, end: start + member.packed - 1, autoClose: false })
  if (member.method === 0) await pipeline(packed, check, createWriteStream(target))
  else if (member.method === 8) await pipeline(packed, createInflateRaw(), check, createWriteStream(target))
  else throw new Error(`${member.name} is packed by method ${member.method}, which is not known here`)
  if (crc !== member.crc || size !== member.size) throw new Error(`${member.name} does not have its checksum`)
}

async function directoryOf(zip: FileHandle): Promise<Member[]> {
  const { size } = await zip.stat()
  const tail = await read(zip, Math.max(0, size - endSize - longestComment), Math.min(size, endSize + longestComment))
  let at = tail.length - endSize
  while (at >= 0 && tail.readUInt32LE(at) !== signatures.end) at--
  if (at < 0) throw new Error("it is no zip file, or its end is missing")
  const [count, length, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (count === 0xffff || start === 0xffffffff) throw new Error("it is a ZIP64 file")
  const directory = await read(zip, start, length)
  const members: Member[] = []
  for (let i = 0, from = 0; i < count; i++) {
    if (directory.readUInt32LE(from) !== signatures.entry) throw new Error("its directory is damaged")
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

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  if (bytesRead < length) throw new Error("it is cut short")
  return buffer
}
