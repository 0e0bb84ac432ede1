import { z } from "zod"
import type { Cell, Document, NotebookState } from "../state/model.ts"

const cell = z.object({
  id: z.string(),
  type: z.enum(["code", "markdown", "raw"]),
  source: z.string(),
  metadata: z.record(z.string(), z.unknown()),
})
const draftSchema = z.object({
  /** The file that the work began from, and its cells then. */
  hash: z.string(),
  modified: z.string(),
  base: z.array(cell),
  cells: z.array(cell),
})
export type Draft = z.infer<typeof draftSchema>
type Kept = z.infer<typeof cell>

/** Work that its file does not hold yet, kept in the browser, so that a crash or a reload costs nothing. Never rejects. */
export interface Drafts {
  /** Keeps a draft: its JSON text. */
  put(path: string, draft: string): Promise<void>
  get(path: string): Promise<Draft | undefined>
  drop(path: string): Promise<void>
}

const texts = new WeakMap<Cell, string>()

/** A cell as it is kept. Cells never change, they are replaced: a large notebook costs what was edited of it. */
function textOf(kept: Cell): string {
  const known = texts.get(kept)
  if (known !== undefined) return known
  const { id, type, source, metadata } = kept
  const text = JSON.stringify({ id, type, source, metadata })
  texts.set(kept, text)
  return text
}

const cellsOf = ({ order, cells }: Document): string => `[${order.map(id => textOf(cells.get(id)!)).join()}]`

/** The JSON text of a draft: browsers keep one text many times quicker than thousands of objects. */
export const draftOf = (base: Document, { order, cells, hash, modified }: NotebookState): string =>
  `${JSON.stringify({ hash, modified }).slice(0, -1)},"base":${cellsOf(base)},"cells":${cellsOf({ order, cells })}}`

/** A draft as it was kept; undefined for what is none. */
function draftIn(text: unknown): Draft | undefined {
  try {
    return typeof text === "string" ? draftSchema.safeParse(JSON.parse(text)).data : undefined
  } catch {
    return undefined
  }
}

/** Kept cells as a document: what is not kept (outputs, runs) is that of the file's cell of the same id. */
export function documentOf(
  kept: readonly Kept[],
  file: Document,
  fresh: (id: string, type: Kept["type"]) => Cell,
): Document {
  const cells = kept.map(({ id, type, source, metadata }) => {
    const found = file.cells.get(id) ?? fresh(id, type)
    return { ...found, type, source, metadata, rendered: type === "markdown" && found.rendered }
  })
  return { order: cells.map(({ id }) => id), cells: new Map(cells.map(found => [found.id, found])) }
}

const store = "drafts"

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("kaon", 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Drafts in the browser's database, of one server. */
export function browserDrafts(server: string): Drafts {
  let database: Promise<IDBDatabase> | undefined
  const use = async <T>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | undefined> => {
    try {
      database ??= open()
      const request = ask((await database).transaction(store, mode).objectStore(store))
      return await new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    } catch {
      // A browser that keeps nothing, or a full one: the file is saved all the same.
      return undefined
    }
  }
  const key = (path: string) => `${server} ${path}`
  return {
    put: async (path, draft) => void (await use("readwrite", found => found.put(draft, key(path)))),
    get: async path => draftIn(await use<unknown>("readonly", found => found.get(key(path)))),
    drop: async path => void (await use("readwrite", found => found.delete(key(path)))),
  }
}
