import { stat } from "node:fs/promises"
import { join } from "node:path"
import { names, type Part } from "./files.ts"

/** Each data folder may hold the files itself or in a folder `mnist`. */
export const candidates = (folders: string[]): string[] => folders.flatMap(folder => [join(folder, "mnist"), folder])

/** The first file of that part, folder by folder, or undefined. A folder that may not be read counts as empty. */
export async function locate(part: Part, folders: string[]): Promise<string | undefined> {
  for (const folder of candidates(folders))
    for (const name of names(part)) {
      const found = await stat(join(folder, name)).catch(() => undefined)
      if (found?.isFile()) return join(folder, name)
    }
  return undefined
}
