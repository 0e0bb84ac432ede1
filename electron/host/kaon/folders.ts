import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { type ApiPath, childOf, type Root } from "../contents/paths.ts"

/** Levels of folders that are looked into. */
const deepest = 4

/** Folders of the served one, itself included, in which Kaon keeps something: `runs` or `deployments` in their `.kaon`. */
export async function foldersKeeping(what: string, root: Root, path: ApiPath = "", depth = 0): Promise<ApiPath[]> {
  const place = join(root.folder, path)
  const entries = await readdir(place, { withFileTypes: true }).catch(() => [])
  const inside = entries.filter(
    entry => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
  )
  const own = await stat(join(place, ".kaon", what)).then(
    () => [path],
    () => [],
  )
  if (depth >= deepest) return own
  const below = inside.map(entry => foldersKeeping(what, root, childOf(path, entry.name), depth + 1))
  return [...own, ...(await Promise.all(below)).flat()]
}
