import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import type { Stamp } from "./stamp.ts"

/** The page that names all other files: it is replaced last. */
const entry = "index.html"

export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(found => found.isFile())
    .map(found => path.relative(folder, path.join(found.parentPath, found.name)).replaceAll(path.sep, "/"))

/**
 * Puts a finished build in the place of the last one, file by file, its entry last: a host that serves the folder meanwhile serves the
 * old page or the new one, each whole. The files of the last build stay until the next: a page that is open still loads its parts.
 * Both folders are on one disk.
 */
export function publish(made: string, place: string, key: string, last: Stamp | undefined): void {
  const files = filesBelow(made)
  mkdirSync(place, { recursive: true })
  for (const file of [...files.filter(name => name !== entry), ...files.filter(name => name === entry)]) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true })
    renameSync(path.join(made, file), path.join(place, file))
  }
  const stamp = path.join(made, ".build.json")
  writeFileSync(stamp, JSON.stringify({ key, files } satisfies Stamp))
  renameSync(stamp, path.join(place, ".build.json"))
  const wanted = new Set([...files, ...(last?.files ?? []), ".build.json"])
  for (const file of filesBelow(place)) if (!wanted.has(file)) rmSync(path.join(place, file), { force: true })
}
