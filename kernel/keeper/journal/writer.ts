import { closeSync, mkdirSync, openSync, rmSync, writevSync } from "node:fs"
import { packRecord } from "../record.ts"
import type { EntryMeta, Position } from "./entry.ts"
import { segmentPath } from "./segments.ts"

export interface WriterOptions {
  folder: string
  /** Bytes after which a new file starts. */
  segmentBytes?: number
  /** Bytes that all files may take; beyond, the oldest file goes. */
  keepBytes?: number
  /** Called when entries up to a place can be read. */
  written: (head: Position) => void
  /** Called when the disk takes nothing; the entries stay in memory and are tried again. */
  stuck: (cause: unknown) => void
}

/** Milliseconds until a disk that took nothing is tried again. */
const retryAfter = 500

/** The only writer of a journal. What arrives in one turn of the event loop is written with one call. */
export class JournalWriter {
  readonly #options: Required<WriterOptions>
  readonly #segments: { first: number; bytes: number }[] = []
  #file: number
  #offset = 0
  #next = 1
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #scheduled = false

  constructor(options: WriterOptions) {
    this.#options = { segmentBytes: 64 << 20, keepBytes: 4 * 2 ** 30, ...options }
    mkdirSync(options.folder, { recursive: true, mode: 0o700 })
    this.#file = this.#open()
  }

  /** Where the next entry will be readable: everything before it is on the disk. */
  get head(): Position {
    return { segment: this.#segments.at(-1)!.first, offset: this.#offset, seq: this.#next - this.#waiting }
  }

  #waiting = 0

  /** Takes an entry, and gives its sequence number. It can be read once `written` was called. */
  add(meta: Omit<EntryMeta, "seq" | "at">, parts: readonly Uint8Array[]): number {
    const seq = this.#next++
    const bytes = packRecord({ seq, ...meta, at: Date.now() }, parts)
    this.#pending.push(...bytes)
    this.#pendingBytes += bytes.reduce((sum, part) => sum + part.byteLength, 0)
    this.#waiting++
    if (this.#pendingBytes > 1 << 20) this.flush()
    else this.#schedule(fn => void setImmediate(fn))
    return seq
  }

  /** Writes what waits. */
  flush(): void {
    if (this.#pending.length === 0) return
    try {
      writeAll(this.#file, this.#pending, this.#offset)
    } catch (cause) {
      this.#options.stuck(cause)
      this.#schedule(fn => void setTimeout(fn, retryAfter))
      return
    }
    this.#offset += this.#pendingBytes
    this.#segments.at(-1)!.bytes = this.#offset
    this.#pending = []
    this.#pendingBytes = 0
    this.#waiting = 0
    if (this.#offset >= this.#options.segmentBytes) this.#roll()
    this.#options.written(this.head)
  }

  close(): void {
    this.flush()
    closeSync(this.#file)
  }

  #schedule(later: (fn: () => void) => void): void {
    if (this.#scheduled) return
    this.#scheduled = true
    later(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  #open(): number {
    this.#segments.push({ first: this.#next, bytes: 0 })
    this.#offset = 0
    return openSync(segmentPath(this.#options.folder, this.#next), "wx", 0o600)
  }

  #roll(): void {
    closeSync(this.#file)
    this.#file = this.#open()
    const { keepBytes, folder } = this.#options
    while (this.#segments.length > 2 && this.#segments.reduce((sum, { bytes }) => sum + bytes, 0) > keepBytes) {
      rmSync(segmentPath(folder, this.#segments.shift()!.first), { force: true })
    }
  }
}

/** Most buffers that one system call may take, on every system. */
const mostBuffers = 1000

/** Writes all bytes at an offset. After a failure, the same call may be made again: it writes over what was written in part. */
function writeAll(file: number, buffers: readonly Uint8Array[], offset: number): void {
  let at = offset
  for (let i = 0; i < buffers.length; i += mostBuffers) {
    let rest = buffers.slice(i, i + mostBuffers).filter(part => part.byteLength > 0)
    while (rest.length > 0) {
      let taken = writevSync(file, rest, at)
      if (taken === 0) throw new Error("The disk takes no bytes.")
      at += taken
      while (rest.length > 0 && taken >= rest[0]!.byteLength) taken -= rest.shift()!.byteLength
      if (taken > 0) rest = [rest[0]!.subarray(taken), ...rest.slice(1)]
    }
  }
}
