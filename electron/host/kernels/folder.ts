import { stat } from "node:fs/promises"
import { dirname } from "node:path"
import type { Root } from "../contents/paths.ts"

/** Where the code of a notebook or folder at an API path runs: the nearest folder that is there. */
export async function workingFolder(root: Root, path: string): Promise<string> {
  let place = await root.locate(path).catch(() => root.folder)
  while (place.startsWith(root.folder) && place !== root.folder) {
    const stats = await stat(place).catch(() => undefined)
    if (stats?.isDirectory()) return place
    place = dirname(place)
  }
  return root.folder
}
