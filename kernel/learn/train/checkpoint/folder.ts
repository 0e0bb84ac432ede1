import { mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { currentCell } from "../../../contracts/context.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { type Checkpoint, decode, encode } from "./file.ts"

/** The files of a training: where it stands, and as it was at its best epoch. */
export type CheckpointName = "last" | "best"

/** Where a training's checkpoints are kept unless it says so: below the notebook's `.kaon`. */
export function checkpointFolder(folder: string | undefined, name: string): string {
  const cell = currentCell()
  const base = cell?.directory ?? process.cwd()
  const safe = (cell?.header?.name ?? name).replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^\.+/, "")
  return resolve(base, folder ?? join(".kaon", "checkpoints", safe || "training"))
}

const fileOf = (folder: string, name: CheckpointName): string => join(folder, `${name}.checkpoint`)

/**
 * Replaces a checkpoint: the new one is complete on disk before it takes the old one's name, so that whatever happens
 * one of the two is there. Throws WRITE_FAILED; the old one then stays.
 */
export async function writeCheckpoint(folder: string, name: CheckpointName, checkpoint: Checkpoint): Promise<void> {
  const file = fileOf(folder, name)
  const fresh = `${file}.${process.pid}.new`
  try {
    await mkdir(folder, { recursive: true })
    const handle = await open(fresh, "w")
    try {
      await handle.writeFile(encode(checkpoint))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, file)
    await syncFolder(dirname(file))
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => {})
    throw new KaonError("WRITE_FAILED", `The checkpoint could not be written to ${file}.`, {
      fix: "Make room on the disk or give checkpoints another folder, and run the cell again: it goes on from the one before.",
      cause,
    })
  }
}

/** A rename is on disk when its folder is; where folders cannot be opened (Windows), the system sees to it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** The checkpoint of that name; undefined where there is none, or none that is whole. */
export async function readCheckpoint(folder: string, name: CheckpointName): Promise<Checkpoint | undefined> {
  const file = await readFile(fileOf(folder, name)).catch(() => undefined)
  return file && decode(file)
}
