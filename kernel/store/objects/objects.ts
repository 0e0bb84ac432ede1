import { createHash, randomUUID } from "node:crypto"
import { existsSync, statSync, utimesSync } from "node:fs"
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import { ReadyFiles } from "./ready.ts"
import { small, writeLarge, writeSmall } from "./write.ts"

/** SHA-256 of an artefact's bytes, in lower-case hex: its name on every file system. */
export type Digest = string

/** Bytes that Node reads of a file at once. */
const largest = 2 ** 31 - 1

const form = /^[0-9a-f]{64}$/
export const isDigest = (text: unknown): text is Digest => typeof text === "string" && form.test(text)

/**
 * Artefacts named by their content. A name appears when all its bytes are written, so that a reader, or another process, finds an
 * artefact whole or not at all; writing what is there already writes nothing. What is read is verified.
 */
export class Objects {
  readonly #root: string
  readonly #syncs: boolean
  readonly #ready: ReadyFiles

  /**
   * Without `syncs`, what is written outlives this process but not a power cut: somebody has to call `sync` for it before it is
   * relied on. What a power cut took or tore is found out when it is read, and made again.
   */
  constructor(root: string, { syncs = true }: { syncs?: boolean } = {}) {
    this.#root = root
    this.#syncs = syncs
    this.#ready = new ReadyFiles(join(root, "incoming"))
  }

  pathOf(digest: Digest): string {
    return join(this.#root, "objects", digest.slice(0, 2), digest.slice(2))
  }

  /** Makes the folders of a store that is new, while other work goes on; without this, each is made when it is first needed. */
  async prepare(): Promise<void> {
    if (existsSync(join(this.#root, "objects"))) return
    const names = Array.from({ length: 256 }, (_, first) => first.toString(16).padStart(2, "0"))
    // What cannot be made now is tried again, and told of, by whoever writes.
    for (const name of names) await mkdir(join(this.#root, "objects", name), { recursive: true }).catch(() => {})
  }

  /** Is there an artefact of that name? Its bytes are not looked at. */
  has(digest: Digest): boolean {
    return existsSync(this.pathOf(digest))
  }

  /** Bytes that it takes; undefined where it is not there. */
  sizeOf(digest: Digest): number | undefined {
    return statSync(this.pathOf(digest), { throwIfNoEntry: false })?.size
  }

  /** Writes the parts, one after the other, as one artefact. Throws WRITE_FAILED, and then leaves nothing. */
  async put(parts: readonly Uint8Array[]): Promise<{ digest: Digest; bytes: number }> {
    const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
    if (bytes > largest) {
      throw new KaonError(
        "VALUE_NOT_STORED",
        `The value takes ${(bytes / 1e9).toFixed(1)} GB, more than an artefact may.`,
        {
          fix: "Nothing needs to be done: the cell runs again where its value is needed.",
        },
      )
    }
    const hash = createHash("sha256")
    for (const part of parts) hash.update(part)
    const digest = hash.digest("hex")
    const file = this.pathOf(digest)
    if (this.sizeOf(digest) === bytes) {
      // Used now: a collection that began before must not take it for old.
      touch(file)
      if (this.has(digest)) return { digest, bytes }
    }
    const little = !this.#syncs && bytes <= small
    const ready = little ? this.#ready.take() : undefined
    const fresh = ready?.path ?? join(this.#root, "incoming", `${process.pid}-${randomUUID()}`)
    try {
      // The folder is not synced: a name that a power cut loses is an artefact that is made again, never a wrong one.
      if (little) writeSmall(ready ?? fresh, file, parts)
      else await writeLarge(fresh, file, parts, this.#syncs)
    } catch (cause) {
      await rm(fresh, { force: true }).catch(() => {})
      throw new KaonError("WRITE_FAILED", `An artefact of ${bytes} bytes could not be written to ${this.#root}.`, {
        fix: "Make room on the disk (`kaon cache clear` empties the cache), or run with --no-cache.",
        cause,
      })
    }
    return { digest, bytes }
  }

  /**
   * The bytes of an artefact. Throws ARTEFACT_LOST where it is not there or its bytes are others than its name says; a damaged one
   * is set aside first, so that it can be made again and still be looked at.
   */
  async get(digest: Digest): Promise<Buffer> {
    const file = this.pathOf(digest)
    const found = await readWhole(file).catch(cause => {
      throw lost(digest, "it is not in the store", cause)
    })
    if (createHash("sha256").update(found).digest("hex") === digest) return found
    const aside = await this.#setAside(digest)
    throw lost(digest, `its bytes are not what they were; it was set aside as ${aside}`)
  }

  /** Resolves when these artefacts are on the disk; those that are not there any more are passed over. */
  async sync(digests: Iterable<Digest>): Promise<void> {
    for (const digest of digests) {
      const handle = await open(this.pathOf(digest), "r").catch(() => undefined)
      await handle?.datasync().finally(() => handle.close())
    }
  }

  /** Takes an artefact away. */
  async remove(digest: Digest): Promise<void> {
    await rm(this.pathOf(digest), { force: true })
  }

  /** Every artefact with its size and when it was written or last wanted. Files that are none are not among them. */
  async list(): Promise<{ digest: Digest; bytes: number; used: number }[]> {
    const folders = await readdir(join(this.#root, "objects")).catch(() => [])
    const found = await Promise.all(
      folders.map(async folder => {
        const names = await readdir(join(this.#root, "objects", folder)).catch(() => [])
        return names.map(name => folder + name).filter(isDigest)
      }),
    )
    const listed = await Promise.all(
      found.flat().map(async digest => {
        const seen = await stat(this.pathOf(digest)).catch(() => undefined)
        return seen && { digest, bytes: seen.size, used: seen.mtimeMs }
      }),
    )
    return listed.filter(entry => entry !== undefined)
  }

  async #setAside(digest: Digest): Promise<string> {
    const aside = join(this.#root, "damaged", `${digest}-${randomUUID().slice(0, 8)}`)
    await mkdir(join(this.#root, "damaged"), { recursive: true })
    await rename(this.pathOf(digest), aside)
    return aside
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // It was taken away just now: then it is written again.
  }
}

const lost = (digest: Digest, why: string, cause?: unknown): KaonError =>
  new KaonError("ARTEFACT_LOST", `The artefact ${digest.slice(0, 12)} cannot be used: ${why}.`, {
    fix: "Run the step that made it again.",
    ...(cause === undefined ? {} : { cause }),
  })

async function readWhole(file: string): Promise<Buffer> {
  await using handle = await open(file, "r")
  return await handle.readFile()
}
