import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { writeWhole } from "../../../kernel/notebook/index.ts"
import { notFound, Refusal } from "../http/refusal.ts"
import { type ApiPath, cleanPath, type Root } from "./paths.ts"
import { statOf } from "./read.ts"

export interface Checkpoint {
  id: string
  last_modified: string
}

/** Checkpoints of a file at most; the oldest go. */
const most = 10

const folderOf = (root: Root, path: ApiPath): string =>
  join(root.folder, ".kaon", "checkpoints", ...path.split("/").map(part => `${part}~`))
const idForm = /^\d{15}$/

/** Earlier states of files, below `.kaon/checkpoints`, oldest first. */
export async function listCheckpoints(root: Root, given: string): Promise<Checkpoint[]> {
  const folder = folderOf(root, cleanPath(given))
  const ids = (await readdir(folder).catch(() => [])).filter(name => idForm.test(name)).sort()
  return ids.map(checkpointOf)
}

const checkpointOf = (id: string): Checkpoint => ({ id, last_modified: new Date(Number(id)).toISOString() })

/** Keeps the file as it is now. */
export async function addCheckpoint(root: Root, given: string): Promise<Checkpoint> {
  const path = cleanPath(given)
  const place = await root.locate(path)
  if ((await statOf(place, path)).isDirectory()) throw new Refusal(400, `${path} is a folder: it has no checkpoints.`)
  const folder = folderOf(root, path)
  await mkdir(folder, { recursive: true })
  const before = await listCheckpoints(root, path)
  const id = String(Math.max(Date.now(), Number(before.at(-1)?.id ?? 0) + 1)).padStart(15, "0")
  await copyFile(place, join(folder, id))
  const old = before.slice(0, Math.max(0, before.length + 1 - most))
  await Promise.all(old.map(checkpoint => rm(join(folder, checkpoint.id), { force: true })))
  return checkpointOf(id)
}

/** Puts a file back, whole or not at all. */
export async function restoreCheckpoint(root: Root, given: string, id: string): Promise<void> {
  const path = cleanPath(given)
  await writeWhole(await root.locate(path), await readFile(await placeOf(root, path, id)))
}

export const readCheckpoint = async (root: Root, given: string, id: string): Promise<Buffer> =>
  readFile(await placeOf(root, cleanPath(given), id))

export async function removeCheckpoint(root: Root, given: string, id: string): Promise<void> {
  await rm(await placeOf(root, cleanPath(given), id))
}

/** Checkpoints follow their file. */
export async function moveCheckpoints(root: Root, from: string, to: string): Promise<void> {
  const [source, target] = [folderOf(root, cleanPath(from)), folderOf(root, cleanPath(to))]
  if (source === target || (await stat(source).catch(() => undefined)) === undefined) return
  await mkdir(dirname(target), { recursive: true })
  await rm(target, { recursive: true, force: true })
  await rename(source, target)
}

async function placeOf(root: Root, path: ApiPath, id: string): Promise<string> {
  const place = join(folderOf(root, path), id)
  if (!idForm.test(id) || (await stat(place).catch(() => undefined)) === undefined) {
    throw notFound(`${path} has no checkpoint ${id}.`)
  }
  return place
}
