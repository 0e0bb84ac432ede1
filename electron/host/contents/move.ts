import { mkdir, readdir, rename, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { Refusal } from "../http/refusal.ts"
import type { ContentModel } from "./model.ts"
import { exists } from "./names.ts"
import { type ApiPath, cleanPath, nameOf, type Root } from "./paths.ts"
import { read, statOf } from "./read.ts"

/** Renames or moves. Refuses with 409 where something is there already. */
export async function move(root: Root, from: string, to: string): Promise<ContentModel> {
  const [source, target] = [cleanPath(from), cleanPath(to)]
  if (source === "" || target === "") throw new Refusal(400, "The root cannot be renamed.")
  const [place, goal] = [await root.locate(source), await root.locate(target)]
  const stats = await statOf(place, source)
  if (source !== target) {
    if ((await exists(goal)) && !(await sameFile(place, goal))) throw new Refusal(409, `${target} exists already.`)
    if (stats.isDirectory() && `${target}/`.startsWith(`${source}/`)) {
      throw new Refusal(400, `${source} cannot be moved into itself.`)
    }
    if (!(await exists(dirname(goal)))) throw new Refusal(404, `The folder of ${target} does not exist.`)
    await rename(place, goal)
  }
  return read(root, target, { content: false })
}

/** On a disk that ignores case, a file may be renamed to its own name in another case. */
async function sameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b)])
  return one.ino === other.ino && one.dev === other.dev && a.toLowerCase() === b.toLowerCase()
}

/** Days for which what was deleted can be taken back from the trash. */
const keepDays = 30
const trashOf = (root: Root): string => join(root.folder, ".kaon", "trash")

/** Moves a file or folder to `.kaon/trash`, in a folder named after the moment. */
export async function remove(root: Root, given: string): Promise<void> {
  const path: ApiPath = cleanPath(given)
  if (path === "") throw new Refusal(400, "The root cannot be deleted.")
  const place = await root.locate(path)
  await statOf(place, path)
  const folder = join(trashOf(root), `${Date.now()}-${process.hrtime.bigint().toString(36)}`)
  await mkdir(folder, { recursive: true })
  await rename(place, join(folder, nameOf(path)))
}

/** Deletes for good what has been in the trash for long. */
export async function emptyTrash(root: Root, now = Date.now()): Promise<void> {
  const names = await readdir(trashOf(root)).catch(() => [])
  const old = names.filter(name => now - Number.parseInt(name, 10) > keepDays * 86_400_000)
  await Promise.all(old.map(name => rm(join(trashOf(root), name), { recursive: true, force: true })))
}
