import { join } from "node:path"
import type { ValueCodec } from "../contracts/values.ts"
import { type Collected, collect, type Limits } from "./collect.ts"
import { openDatabase } from "./index/database.ts"
import { Entries } from "./index/entries.ts"
import { type Entry, needsOf } from "./index/record.ts"
import { tables } from "./index/tables.ts"
import { type Digest, Objects } from "./objects/objects.ts"
import { Values } from "./values/values.ts"

export interface StoreEdges {
  /** How values with a class of their own are stored; as the libraries that are loaded say, without it. */
  codecs?: readonly ValueCodec[]
  /** False where what is written is synced later, by a `Syncing`. */
  syncs?: boolean
  /** Told what a person should know of the store. */
  told?: (sentence: string) => void
}

/** Where the store of a folder's notebooks lies. */
export const storeFolder = (directory: string): string => join(directory, ".kaon", "store")

/** The artefacts and entries below one folder, for one process; several may be open at once. */
export class Store {
  readonly root: string
  readonly objects: Objects
  readonly values: Values
  readonly entries: Entries
  readonly #close: () => void

  constructor(root: string, { codecs, syncs = true, told = () => {} }: StoreEdges = {}) {
    this.root = root
    this.objects = new Objects(root, { syncs })
    this.values = new Values(this.objects, codecs && (() => codecs))
    const database = openDatabase(join(root, "index-1.db"), tables, told)
    this.entries = new Entries(database)
    this.#close = () => database.close()
  }

  /** The entry of a key, where every artefact that it needs is there. */
  find(key: string): Entry | undefined {
    const entry = this.entries.get(key)
    return entry && this.isWhole(entry) ? entry : undefined
  }

  /** Is every artefact there that an entry needs? */
  isWhole(entry: Entry): boolean {
    return needsOf(entry).every(digest => this.objects.has(digest))
  }

  /** Takes away what is old, least used or nobody's; what runs and deployments refer to is `wanted` and stays. */
  collect(limits: Limits = {}, wanted: () => ReadonlySet<Digest> = () => new Set()): Promise<Collected> {
    return collect(this.root, this.objects, this.entries, limits, { wanted })
  }

  [Symbol.dispose](): void {
    this.#close()
  }
}
