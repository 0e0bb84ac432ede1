/** Paths of the contents API: names parted by slashes, "" for the workspace itself. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1)
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")))
export const childOf = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`)

/** Whether a path is another one, or is in that folder. */
export const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

/** "digits.kaon.ts" → ["digits", ".kaon.ts"]. */
export function splitName(name: string): [stem: string, ending: string] {
  const match = /^(.+?)(\.kaon\.ts|\.tar\.\w+|\.[^.]+)$/.exec(name)
  return match === null ? [name, ""] : [match[1]!, match[2]!]
}

export const isNotebookName = (name: string): boolean => /\.(?:ipynb|kaon\.ts)$/.test(name)

/** What follows the last dot, in small letters. */
export const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ""

/** The folders that a path lies in, the outermost first; the root is none. */
export function foldersAbove(path: string): string[] {
  const parts = folderOf(path).split("/")
  return parts[0] === "" ? [] : parts.map((_, index) => parts.slice(0, index + 1).join("/"))
}
