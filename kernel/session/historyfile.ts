import path from "node:path"
import type { History } from "./history.ts"
import { log } from "./log.ts"

/** Opens the user's history, a moment after the start so that the first cell does not wait for SQLite. */
export function openHistory(): Promise<History | undefined> {
  return new Promise(resolve => {
    setTimeout(async () => {
      try {
        const [{ History }, { userFolders }] = await Promise.all([
          import("./history.ts"),
          import("../plugins/folders.ts"),
        ])
        resolve(new History(path.join(userFolders().state, "history.sqlite")))
      } catch (cause) {
        log(`no history: ${(cause as Error).message}`)
        resolve(undefined)
      }
    }, 200)
  })
}
