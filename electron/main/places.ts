import { existsSync } from "node:fs"
import path from "node:path"

/** Where the parts of Kaon are that main starts by path. */
export interface Places {
  /** The Node that Kaon ships, on which hosts and kernels run; never Electron's. */
  node: string
  /** The `kaon` command. */
  command: string
  preload: string
}

const program = process.platform === "win32" ? "node.exe" : "node"

/** `app` is the folder of package.json, which in a package is an archive: what Node runs is in a folder beside it. */
export function placesIn(app: string): Places {
  const files = app.endsWith(".asar") ? path.join(path.dirname(app), "kaon") : app
  return {
    node: path.join(files, "node_modules", "node", "bin", program),
    command: path.join(files, "kernel", "cli", "main.ts"),
    preload: path.join(app, "electron", "preload", "dist", "preload.cjs"),
  }
}

/** The folder of package.json above a file. */
export function appAbove(file: string): string {
  const folder = path.dirname(file)
  return existsSync(path.join(folder, "package.json")) || folder === file ? folder : appAbove(folder)
}
