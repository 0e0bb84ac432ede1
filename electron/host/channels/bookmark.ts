import { createHash } from "node:crypto"
import { closeSync, constants, mkdirSync, openSync, readFileSync, writeSync } from "node:fs"
import { join } from "node:path"

const fileOf = (folder: string, client: string): string =>
  join(folder, createHash("sha256").update(client).digest("hex").slice(0, 32))

/**
 * How far a client has come in a kernel's journal, in a file: it outlives a host that is killed. Writing it is one short system
 * call that wakes nobody, so that as good as nothing lies between it and the sending of what it speaks of.
 */
export class Bookmark {
  readonly #file: number
  readonly #bytes = Buffer.alloc(8)

  /** `folder` is the kernel's own for bookmarks. */
  constructor(folder: string, client: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#file = openSync(fileOf(folder, client), constants.O_RDWR | constants.O_CREAT, 0o600)
  }

  /** The last sequence number that was written for a client; undefined for one that was never here. */
  static read(folder: string, client: string): number | undefined {
    try {
      const bytes = readFileSync(fileOf(folder, client))
      return bytes.length === 8 ? Number(bytes.readBigUInt64LE(0)) : undefined
    } catch {
      return undefined
    }
  }

  write(seq: number): void {
    this.#bytes.writeBigUInt64LE(BigInt(seq))
    writeSync(this.#file, this.#bytes, 0, 8, 0)
  }

  close(): void {
    closeSync(this.#file)
  }
}
