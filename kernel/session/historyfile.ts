import path from "node:path"
import type { History } from "./history.ts"
import { log } from "./log.ts"

/** When the history opens by itself (ms): the first cells and interrupts of a session do not wait for SQLite to load. */
const afterStart = 1000

export interface HistoryFile {
  /** The user's history once it is open; undefined where it cannot be. */
  store: Promise<History | undefined>
  /** Opens it now, for a question that cannot wait. */
  open(): Promise<History | undefined>
}

/** Opens the user's history a while after the start, or when it is first asked for. */
export function openHistory(): HistoryFile {
  const { promise: store, resolve } = Promise.withResolvers<History | undefined>()
  let opened = false
  const open = () => {
    clearTimeout(timer)
    if (!opened) resolve(load())
    opened = true
    return store
  }
  const timer = setTimeout(open, afterStart)
  return { store, open }
}

async function load(): Promise<History | undefined> {
  try {
    const [{ History }, { userFolders }] = await Promise.all([import("./history.ts"), import("../plugins/folders.ts")])
    return new History(path.join(userFolders().state, "history.sqlite"))
  } catch (cause) {
    log(`no history: ${(cause as Error).message}`)
    return undefined
  }
}
