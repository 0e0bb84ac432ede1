import { folderOf } from "../files/paths.ts"
import type { Rest } from "../jupyter/rest.ts"

/** Where a file went that is not at its path any more: in the same folder, what has its time (a rename keeps it) and its bytes. */
export async function movedTo(
  rest: Rest,
  { path, modified, hash }: { path: string; modified: string; hash: string },
): Promise<string | undefined> {
  if (hash === "") return undefined
  try {
    const found = (await rest.list(folderOf(path))).filter(
      ({ type, last_modified }) => type !== "directory" && last_modified === modified,
    )
    for (const entry of found.slice(0, 5)) if ((await rest.stat(entry.path, true)).hash === hash) return entry.path
    return undefined
  } catch {
    return undefined
  }
}
