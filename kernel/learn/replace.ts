import { randomUUID } from "node:crypto"
import { constants } from "node:fs"
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { KaonError } from "../contracts/errors.ts"

/** A file that is copied from elsewhere, however large it is. */
export interface Copied {
  from: string
}

/** The files of a folder by their paths in it. */
export type Files = Readonly<Record<string, string | Uint8Array | Copied>>

/**
 * Writes a model's file, or the files of its folder, beside the target and then renames; what was there stays until then.
 * Throws WRITE_FAILED.
 */
export async function replaceModel(target: string, content: Uint8Array | Files): Promise<void> {
  const mark = `${process.pid}-${randomUUID().slice(0, 8)}`
  const beside = (what: string) => join(dirname(target), `.${basename(target)}.${mark}.${what}`)
  const [fresh, old] = [beside("new"), beside("old")]
  const files: Files = content instanceof Uint8Array ? { "": content } : content
  try {
    await Promise.all(
      Object.entries(files).map(async ([name, content]) => {
        const file = join(fresh, name)
        await mkdir(dirname(file), { recursive: true })
        if (typeof content === "string" || content instanceof Uint8Array)
          await writeFile(file, content, { flush: true })
        else await copyFile(content.from, file, constants.COPYFILE_FICLONE)
      }),
    )
    // A file gives way to a file by itself.
    const before =
      !(content instanceof Uint8Array) &&
      (await rename(target, old).then(
        () => true,
        () => false,
      ))
    try {
      await rename(fresh, target)
    } catch (cause) {
      if (before) await rename(old, target)
      throw cause
    }
  } catch (cause) {
    throw new KaonError("WRITE_FAILED", `The model could not be written to ${target}.`, {
      fix: "Check that the folder can be written and the disk has room.",
      cause,
    })
  } finally {
    // What cannot be removed does not change whether the model was written.
    await Promise.allSettled([fresh, old].map(path => rm(path, { recursive: true, force: true })))
  }
}
