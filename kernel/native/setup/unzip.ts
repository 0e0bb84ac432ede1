import { createWriteStream } from "node:fs"
import { type FileHandle, mkdir, open, writeFile } from "node:fs/promises"
import { dirname, isAbsolute, join, normalize } from "node:path"
import { Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import { crc32, createInflateRaw } from "node:zlib"
import { type Member, membersOf, startOf, type ZipSource } from "./zip.ts"

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
  const source = await sourceOf(zip)
  const members = (await membersOf(source)).filter(({ name }) => wanted.test(name))
  const total = members.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const member of members) {
    const path = normalize(member.name)
    if (isAbsolute(path) || path.startsWith("..")) throw new Error(`it names ${member.name}, outside of the folder`)
    await extract(zip, await startOf(source, member), member, join(folder, path), bytes => {
      done += bytes
      progress(done, total)
    })
  }
  return members.map(({ name }) => name)
}

async function extract(
  zip: FileHandle,
  start: number,
  member: Member,
  target: string,
  passed: (bytes: number) => void,
): Promise<void> {
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

/** Bytes of a file that is open. */
const sourceOf = async (file: FileHandle): Promise<ZipSource> => ({
  size: (await file.stat()).size,
  async read(position, length) {
    const buffer = Buffer.alloc(length)
    const { bytesRead } = await file.read(buffer, 0, length, position)
    if (bytesRead < length) throw new Error("it is cut short")
    return buffer
  },
})
