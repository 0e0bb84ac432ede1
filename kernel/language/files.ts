import { watch } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Connection } from "./connection.ts"

const read = /\.([cm]?[jt]sx?|json)$/
const changed = 2
const created = 1

/**
 * Tells the server when a module in the notebook's own folder (not in the folders below it) changes on disk, as long as the connection lives.
 * `onChange` is called after each. Where the folder cannot be watched, changes are seen with the next server.
 */
export function watchFiles(directory: string, connection: Connection, onChange: () => void): void {
  try {
    const watcher = watch(directory, { persistent: false }, (event, name) => {
      if (name === null || !read.test(name)) return
      const uri = pathToFileURL(join(directory, name)).href
      const types = event === "rename" ? [created, changed] : [changed]
      connection.notify("workspace/didChangeWatchedFiles", { changes: types.map(type => ({ uri, type })) })
      onChange()
    })
    watcher.on("error", () => watcher.close())
    connection.closed.then(() => watcher.close())
  } catch {
    // Without a watcher everything else still works.
  }
}
