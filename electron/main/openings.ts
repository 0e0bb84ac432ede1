import path from "node:path"

const notebook = /\.(?:ipynb|ts)$/

/** The path that a command line names to be opened, absolute; its first argument that is no option. `skip` are the program's own. */
export function pathIn(args: readonly string[], cwd: string, skip: number): string | undefined {
  const found = args.slice(skip).find(arg => arg !== "" && !arg.startsWith("-"))
  return found === undefined ? undefined : path.resolve(cwd, found)
}

/** The way from a folder to a notebook in it, as pages write it; undefined for what is elsewhere, hidden or no notebook. */
export function pathInFolder(folder: string, file: string): string | undefined {
  const way = path.relative(folder, file)
  const parts = way.split(path.sep)
  if (way === "" || path.isAbsolute(way) || parts.some(part => part.startsWith("."))) return undefined
  return notebook.test(way) ? parts.join("/") : undefined
}
