import type { CellCache, CellKept, Kept } from "../contracts/cell-cache.ts"
import { KaonError } from "../contracts/errors.ts"
import { holdsSecret } from "../secrets/known.ts"
import { Objects } from "../store/objects/objects.ts"
import { type Owners, Values } from "../store/values/values.ts"

type Read = (name: string) => unknown

/**
 * What a kernel keeps of its cells' values and brings back, in the store that a driver names. The driver sees to it that what is kept
 * is synced.
 */
export class CellCaching {
  readonly #owners: Owners = new WeakMap()
  /** Content of the values in the session, as they were when they were last looked at. */
  readonly #present = new Map<string, string>()
  readonly #stores = new Map<string, Values>()

  /** The values of artefacts, by name. Throws ARTEFACT_LOST. */
  async restore({ store, restore = {} }: CellCache): Promise<Map<string, unknown>> {
    const values = this.#values(store)
    const found = new Map<string, unknown>()
    for (const [name, digest] of Object.entries(restore)) found.set(name, await values.load(digest))
    for (const [name, digest] of Object.entries(restore)) this.#present.set(name, digest)
    return found
  }

  /** Which values are not what they should be before a cell runs. */
  async unsure({ store, keep }: CellCache, read: Read): Promise<string[]> {
    return await this.#changed(store, Object.entries(keep?.inputs ?? {}), read)
  }

  /** Keeps what a cell defined and what it changed. Never throws: a value that cannot be kept says why. */
  async keep({ store, keep }: CellCache, unsure: string[], read: Read): Promise<CellKept> {
    const { defines, inputs } = keep!
    const values: Record<string, Kept> = {}
    for (const name of defines) values[name] = await this.#kept(store, name, read(name))
    const changed: Record<string, Kept> = {}
    for (const name of await this.#changed(store, Object.entries(inputs), read))
      changed[name] = await this.#kept(store, name, read(name))
    // A cell that changes one value may change others that share parts with it.
    const others = [...this.#present].filter(([name]) => !(name in inputs) && !(name in values))
    const aliased = Object.keys(changed).length === 0 ? [] : await this.#changed(store, others, read)
    for (const [name, kept] of [...Object.entries(values), ...Object.entries(changed)]) this.#note(name, kept)
    return { values, changed, unsure, aliased }
  }

  #note(name: string, kept: Kept): void {
    if (kept.form === "stored" || kept.form === "known") this.#present.set(name, kept.digest)
    else this.#present.delete(name)
  }

  /** Names whose values are not what they are expected to be. */
  async #changed(store: string, expected: readonly (readonly [string, string])[], read: Read): Promise<string[]> {
    const values = this.#values(store)
    const found: string[] = []
    for (const [name, digest] of expected) {
      const now = await values.digest(read(name)).catch(() => undefined)
      if (now !== digest) found.push(name)
    }
    return found
  }

  async #kept(store: string, name: string, value: unknown): Promise<Kept> {
    const values = this.#values(store)
    try {
      return { form: "stored", ...(await values.save(value, name, this.#owners)) }
    } catch (cause) {
      const why = cause instanceof KaonError ? cause.message : `${name} cannot be stored: ${String(cause)}`
      const digest = await values.digest(value, name).catch(() => undefined)
      return digest === undefined ? { form: "opaque", why } : { form: "known", digest, why }
    }
  }

  #values(root: string): Values {
    const known =
      this.#stores.get(root) ??
      new Values(new Objects(root, { syncs: false }), undefined, () => import("../learn/index.ts"), holdsSecret)
    this.#stores.set(root, known)
    return known
  }
}
