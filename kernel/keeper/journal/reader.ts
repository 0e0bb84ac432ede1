import { type FileHandle, open } from "node:fs/promises"
import { type PackedRecord, sizeOfRecord, unpackRecord } from "../record.ts"
import { type Entry, entrySchema, type Position } from "./entry.ts"
import { listSegments, segmentPath } from "./segments.ts"

/** Bytes that are read at once; a single entry may take more. */
const chunkBytes = 256 * 1024

/**
 * Reads a journal while another process writes it, at its own pace: what it has not read yet is on the disk, not in memory.
 * One `read` at a time.
 */
export class JournalReader {
  readonly #folder: string
  readonly #from: number
  #position: Position
  #file: { segment: number; handle: FileHandle } | undefined

  /** Reads on from a place; entries with a smaller number than `from` are passed over. */
  constructor(folder: string, position: Position, from = position.seq) {
    this.#folder = folder
    this.#position = position
    this.#from = from
  }

  /** A reader of what comes after a sequence number; of the oldest that is there, where that was dropped already. */
  static async after(folder: string, seq: number, head: Position): Promise<JournalReader> {
    if (seq + 1 >= head.seq) return new JournalReader(folder, head)
    const segments = await listSegments(folder)
    const segment = segments.findLast(first => first <= seq + 1) ?? segments[0] ?? head.segment
    return new JournalReader(folder, { segment, offset: 0, seq: segment }, seq + 1)
  }

  get position(): Position {
    return this.#position
  }

  /** The next entries before `head`, some at a time; none where there are none. */
  async read(head: Position): Promise<Entry[]> {
    while (this.#position.seq < head.seq) {
      const { segment, offset } = this.#position
      const handle = await this.#open(segment)
      const end = segment === head.segment ? head.offset : (await handle.stat()).size
      const entries = offset < end ? await this.#entries(handle, offset, end) : []
      const wanted = entries.filter(({ seq }) => seq >= this.#from)
      if (wanted.length > 0) return wanted
      if (entries.length > 0) continue
      if (segment >= head.segment) return []
      const next = (await listSegments(this.#folder)).find(first => first > segment)
      if (next === undefined) return []
      this.#position = { segment: next, offset: 0, seq: next }
    }
    return []
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.handle.close()
  }

  async #entries(handle: FileHandle, offset: number, end: number): Promise<Entry[]> {
    let bytes = await readAt(handle, offset, Math.min(chunkBytes, end - offset))
    const first = sizeOfRecord(bytes, 0) ?? 0
    // A file whose writer was ended in the middle of an entry ends with a part of it.
    if (first > end - offset) return []
    if (first > bytes.length) bytes = await readAt(handle, offset, first)
    const entries: Entry[] = []
    let at = 0
    for (let record = unpackRecord(bytes, at); record !== undefined; record = unpackRecord(bytes, at)) {
      entries.push(entryOf(record))
      at = record.end
    }
    const last = entries.at(-1)
    if (last !== undefined) this.#position = { ...this.#position, offset: offset + at, seq: last.seq + 1 }
    return entries
  }

  async #open(segment: number): Promise<FileHandle> {
    if (this.#file?.segment === segment) return this.#file.handle
    await this.close()
    const handle = await open(segmentPath(this.#folder, segment), "r")
    this.#file = { segment, handle }
    return handle
  }
}

const entryOf = ({ header, parts }: PackedRecord): Entry => ({ ...entrySchema.parse(header), parts })

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length)
  const { bytesRead } = await handle.read(buffer, 0, length, offset)
  return buffer.subarray(0, bytesRead)
}
