import { createHmac, randomBytes } from "node:crypto"
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value)

/** Digests that are kept at most. */
const most = 20_000

/**
 * Which notebooks their owner trusts, as Jupyter does it: an HMAC of each trusted content, with a key that only the owner can read.
 * Each code cell of a notebook is marked `metadata.trusted` on its way to a client, and the mark taken off when it is saved.
 */
export class Trust {
  readonly #folder: string
  readonly #key: Promise<Buffer>

  /** `folder` is the person's own, outside any folder of notebooks. */
  constructor(folder: string) {
    this.#folder = join(folder, "trust")
    this.#key = this.#readKey()
    // Whoever needs the key meets the error.
    this.#key.catch(() => {})
  }

  /** The notebook with the mark on its code cells. Without outputs there is nothing to distrust. */
  async marked(content: unknown): Promise<unknown> {
    // Where the person's own folder cannot be read, nothing is known to be trusted.
    const known = await this.#isSigned(content).catch(() => false)
    return mapCode(content, cell => {
      const harmless = Array.isArray(cell.outputs) && cell.outputs.length === 0
      return { ...cell, metadata: { ...metadataOf(cell), trusted: known || harmless } }
    })
  }

  /** The notebook without marks, and whether the client trusted every code cell. */
  unmarked(content: unknown): { notebook: unknown; trusted: boolean } {
    let trusted = true
    const notebook = mapCode(content, cell => {
      const { trusted: mark, ...metadata } = metadataOf(cell)
      trusted &&= mark === true
      return { ...cell, metadata }
    })
    return { notebook, trusted }
  }

  async sign(content: unknown): Promise<void> {
    await writeFile(join(this.#folder, await this.#digest(content)), "", { mode: 0o600 })
    await this.#prune()
  }

  async #isSigned(content: unknown): Promise<boolean> {
    const found = await stat(join(this.#folder, await this.#digest(content))).catch(() => undefined)
    return found !== undefined
  }

  async #digest(content: unknown): Promise<string> {
    return createHmac("sha256", await this.#key)
      .update(canonical(content))
      .digest("hex")
  }

  async #readKey(): Promise<Buffer> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, "key")
    // Another host may write it at the same moment: the first one wins.
    await writeFile(path, randomBytes(32), { mode: 0o600, flag: "wx" }).catch(() => {})
    return readFile(path)
  }

  async #prune(): Promise<void> {
    const names = (await readdir(this.#folder)).filter(name => name !== "key")
    if (names.length <= most) return
    const dated = await Promise.all(
      names.map(async name => ({
        name,
        at: (await stat(join(this.#folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
      })),
    )
    const old = dated.sort((a, b) => a.at - b.at).slice(0, names.length - most)
    await Promise.all(old.map(({ name }) => rm(join(this.#folder, name), { force: true })))
  }
}

const metadataOf = (cell: Plain): Plain => (isPlain(cell.metadata) ? cell.metadata : {})

function mapCode(content: unknown, change: (cell: Plain) => Plain): unknown {
  if (!isPlain(content) || !Array.isArray(content.cells)) return content
  const cells = content.cells.map(cell => (isPlain(cell) && cell.cell_type === "code" ? change(cell) : cell))
  return { ...content, cells }
}

/** JSON with its keys in order: the same content has one text. */
const canonical = (content: unknown): string =>
  JSON.stringify(content, (_key, value: unknown) =>
    isPlain(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  )
