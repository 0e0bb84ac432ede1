import { access } from "node:fs/promises"
import { type ApiPath, childOf, type Root } from "./paths.ts"

/** The first free name in a folder: `stem` with the ending, then with a number after the stem. From 1 on, each has its number. */
export async function freePath(
  root: Root,
  folder: ApiPath,
  stem: string,
  ending: string,
  from = 0,
  between = "",
): Promise<ApiPath> {
  for (let n = from; ; n++) {
    const path = childOf(folder, `${stem}${n === 0 ? "" : `${between}${n}`}${ending}`)
    if (!(await exists(await root.locate(path)))) return path
  }
}

export const exists = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    () => false,
  )

/** "digits.kaon.ts" → ["digits", ".kaon.ts"]; the ending is what follows the first dot of a known double ending, else the last. */
export function splitName(name: string): [stem: string, ending: string] {
  const match = /^(.+?)(\.kaon\.ts|\.tar\.\w+|\.[^.]+)$/.exec(name)
  return match === null ? [name, ""] : [match[1]!, match[2]!]
}
