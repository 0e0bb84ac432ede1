import { type Delta, Heard } from "./draftdelta.ts"

interface Put {
  readonly ask: "put"
  readonly key: string
  readonly about: { readonly hash: string; readonly modified: string }
  /** The file that the work began from; absent where it is the one that was told before. */
  readonly base: Delta | undefined
  readonly cells: Delta
  /** The cells are told from the base on, not from what they were before. */
  readonly afresh: boolean
}

/** What the page asks of the worker that keeps its drafts. */
export type DraftRequest = Put | { readonly ask: "get" | "drop"; readonly key: string }

const store = "drafts"
const told = new Map<string, { base: Heard; cells: Heard }>()
let database: Promise<IDBDatabase> | undefined

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("kaon", 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function use<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  database ??= open()
  const request = ask((await database).transaction(store, mode).objectStore(store))
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function textOf(request: Put): string {
  const known = told.get(request.key)
  const base = known?.base ?? new Heard()
  if (request.base !== undefined) base.hear(request.base)
  const cells = known === undefined || request.afresh ? new Heard(base) : known.cells
  cells.hear(request.cells)
  told.set(request.key, { base, cells })
  return `${JSON.stringify(request.about).slice(0, -1)},"base":${base.json()},"cells":${cells.json()}}`
}

async function answer(request: DraftRequest): Promise<unknown> {
  const { key } = request
  if (request.ask === "put") {
    const text = textOf(request)
    return use("readwrite", found => found.put(text, key))
  }
  return request.ask === "get"
    ? use<unknown>("readonly", found => found.get(key))
    : use("readwrite", found => found.delete(key))
}

addEventListener("message", ({ data, ports: [port] }: MessageEvent<DraftRequest>) => {
  // A browser that keeps nothing, or a full one: the file is saved all the same.
  answer(data).then(
    found => port?.postMessage(found),
    () => port?.postMessage(undefined),
  )
})
