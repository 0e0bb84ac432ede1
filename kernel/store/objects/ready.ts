import { randomUUID } from "node:crypto"
import { open } from "node:fs"
import { join } from "node:path"

/** How many files are kept ready. */
const many = 12

/** An empty file that is open. */
export interface ReadyFile {
  path: string
  handle: number
}

/**
 * Empty files that were made ahead of time, on other threads: to make a file can take a file system longer than to write and name it.
 * Those that are not used in the end are swept up with what killed processes leave.
 */
export class ReadyFiles {
  readonly #folder: string
  readonly #files: ReadyFile[] = []
  #making = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** One of them; undefined where none is ready yet. */
  take(): ReadyFile | undefined {
    const found = this.#files.pop()
    // The first is for those who write once and never again.
    queueMicrotask(() => this.#refill())
    return found
  }

  #refill(): void {
    while (this.#files.length + this.#making < many) {
      const path = join(this.#folder, `${process.pid}-${randomUUID()}`)
      this.#making++
      open(path, "wx", (cause, handle) => {
        this.#making--
        // A folder that is not there, a full disk: whoever writes next says so.
        if (cause === null) this.#files.push({ path, handle })
      })
    }
  }
}
