import { hash } from "node:crypto"
import { globSync, readFileSync, statSync } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { join, relative, resolve } from "node:path"
import { digestOf } from "./digest.ts"

/** What a name in code stands for on disk: a file's bytes, a folder's files, or what a pattern finds. */
export function digestNamed(name: string, directory: string): string {
  const path = resolve(directory, name)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile()) return hash("sha256", readFileSync(path))
  const files = found?.isDirectory()
    ? globSync("**/*", { cwd: path }).map(file => join(path, file))
    : globSync(name, { cwd: directory }).map(file => resolve(directory, file))
  const contents = files
    .sort()
    .filter(file => statSync(file).isFile())
    .map(file => [relative(directory, file), hash("sha256", readFileSync(file))].join(":"))
  return contents.length === 0 ? "nothing" : digestOf(...contents)
}

/** The content of a folder of code, without what is installed into it. */
export async function digestFolder(folder: string): Promise<string> {
  const parts: string[] = []
  const visit = async (path: string): Promise<void> => {
    for (const entry of (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === "node_modules" || entry.name.startsWith(".")) continue
      const at = join(path, entry.name)
      if (entry.isDirectory()) await visit(at)
      else if (entry.isFile()) parts.push(relative(folder, at), hash("sha256", await readFile(at)))
    }
  }
  await visit(folder)
  return digestOf(...parts)
}

/** Names, sizes and times of a folder's files: enough to see that data which are too large to read have been replaced. */
export async function digestListing(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true }).catch(() => undefined)
  if (names === undefined) return undefined
  const parts = await Promise.all(
    names.sort().map(async name => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return `${name}:${size}:${mtimeMs}`
    }),
  )
  return digestOf(...parts)
}
