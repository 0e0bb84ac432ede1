import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Store, type StoreEdges } from "../../kernel/store/index.ts"

/** A store in a folder of its own; both are gone at the end. */
export async function emptyStore(edges: StoreEdges = {}) {
  const folder = await mkdtemp(join(tmpdir(), "kaon-store-"))
  const store = new Store(join(folder, "store"), edges)
  return {
    store,
    folder,
    async [Symbol.asyncDispose]() {
      store[Symbol.dispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
