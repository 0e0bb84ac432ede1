import { z } from "zod"
import type { Cell, Document, NotebookState } from "../state/model.ts"
import { Teller } from "./draftdelta.ts"
import type { DraftRequest } from "./draftworker.ts"

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
  /** Keeps what a notebook is now, and the document that the server last had. */
  put(path: string, base: Document, state: NotebookState): Promise<void>
  get(path: string): Promise<Draft | undefined>
  drop(path: string): Promise<void>
}

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

/** What the worker was told of one notebook. */
interface Told {
  base: Document
  readonly baseTeller: Teller
  cells: Teller
}

/** Drafts in the browser's database, of one server. A worker puts them together: the page tells it what changed, and types on. */
export function browserDrafts(server: string): Drafts {
  const told = new Map<string, Told>()
  const waiting = new Set<(found: unknown) => void>()
  let worker: Worker | undefined
  const start = () => {
    const made = new Worker(new URL("./draftworker.ts", import.meta.url), { type: "module" })
    // Where it cannot run nothing is kept; the file is saved all the same.
    made.onerror = () => {
      for (const resolve of waiting) resolve(undefined)
      waiting.clear()
    }
    return made
  }
  const ask = (request: DraftRequest): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const { port1, port2 } = new MessageChannel()
    waiting.add(resolve)
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      port1.close()
      waiting.delete(resolve)
      resolve(data)
    }
    worker ??= start()
    worker.postMessage(request, [port2])
    return promise
  }
  const key = (path: string) => `${server} ${path}`
  return {
    put: async (path, base, state) => {
      const { hash, modified } = state
      const known = told.get(path)
      const now = known ?? { base, baseTeller: new Teller(), cells: new Teller(base) }
      const other = known?.base !== base
      const changes = other ? now.baseTeller.tell(base) : undefined
      // Saved work is told from its file on.
      if (other) now.cells = new Teller(base)
      now.base = base
      told.set(path, now)
      const cells = now.cells.tell(state)
      await ask({ ask: "put", key: key(path), about: { hash, modified }, base: changes, cells, afresh: other })
    },
    get: async path => draftIn(await ask({ ask: "get", key: key(path) })),
    drop: async path => void (await ask({ ask: "drop", key: key(path) })),
  }
}
