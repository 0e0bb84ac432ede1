import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs"
import { promisify } from "node:util"
import { KaonError } from "../../contracts/errors.ts"

/** What a journal needs of a file. */
export interface Appendable {
  /** Adds bytes, whole or not at all. Throws WRITE_FAILED. */
  append(bytes: Uint8Array): void
  /** Resolves when all that was added before the call is on the disk. */
  sync(): Promise<void>
  close(): void
}

const datasync = promisify(fdatasync)

/**
 * Opens a journal to add to, behind its first `length` bytes: what is after them is torn, and goes. What was added is there for
 * every process at once and survives the death of this one; it survives a power cut after `sync`.
 */
export function openJournal(path: string, length: number): Appendable {
  const file = openSync(path, "a")
  if (fstatSync(file).size > length) ftruncateSync(file, length)
  let end = length
  let syncing: Promise<void> | undefined
  let waiting: Promise<void> | undefined
  return {
    append(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
        end += bytes.length
      } catch (cause) {
        // Half a line would make the next one unreadable.
        ftruncateSync(file, end)
        throw new KaonError("WRITE_FAILED", `The journal ${path} could not be written.`, {
          fix: "Make room on the disk.",
          cause,
        })
      }
    },
    sync() {
      if (syncing === undefined) {
        syncing = datasync(file).finally(() => {
          syncing = undefined
        })
        return syncing
      }
      // The one under way may have begun before the last bytes were there; all who ask meanwhile share the next one.
      waiting ??= syncing.then(() => {
        waiting = undefined
        return this.sync()
      })
      return waiting
    },
    close: () => closeSync(file),
  }
}
