import { realpath, stat } from "node:fs/promises"
import { dirname, isAbsolute, join, relative, sep } from "node:path"
import { notFound, Refusal } from "../http/refusal.ts"

/** A path of the contents API: "/"-separated, relative to the root, without slashes at its ends; "" is the root. */
export type ApiPath = string

const forbidden = process.platform === "win32" ? /[\0\\:*?"<>|]/ : /\0/

/**
 * An API path in its one spelling. Refuses with 404 what is hidden (a part that starts with a dot), and with 400 what leads
 * upwards or cannot be a name.
 */
export function cleanPath(path: string): ApiPath {
  const parts = path.split("/").filter(part => part !== "")
  if (parts.some(part => part === "." || part === ".." || forbidden.test(part))) {
    throw new Refusal(400, `${JSON.stringify(path)} is no path of this folder.`)
  }
  if (parts.some(part => part.startsWith("."))) throw notFound(`There is no file at ${path}.`)
  return parts.join("/")
}

export const parentOf = (path: ApiPath): ApiPath => path.split("/").slice(0, -1).join("/")
export const nameOf = (path: ApiPath): string => path.split("/").at(-1) ?? ""
export const childOf = (folder: ApiPath, name: string): ApiPath => (folder === "" ? name : `${folder}/${name}`)

/** The folder that is served, with its links resolved. */
export class Root {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Rejects where there is no such folder. */
  static async open(folder: string): Promise<Root> {
    const real = await realpath(folder)
    if (!(await stat(real)).isDirectory()) throw new Error(`${folder} is no folder.`)
    return new Root(real)
  }

  /** Where a path is on the disk. Refuses with 404 what a link leads out of the folder, also where the file itself is not there yet. */
  async locate(path: ApiPath): Promise<string> {
    const place = join(this.folder, ...cleanPath(path).split("/"))
    const real = await nearestReal(place)
    if (!isWithin(this.folder, real)) throw notFound(`${path} leads out of the folder that is served.`)
    return place
  }
}

const isWithin = (folder: string, place: string): boolean => {
  const way = relative(folder, place)
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** The real path of a place, or of the nearest folder above it that exists. */
async function nearestReal(place: string): Promise<string> {
  for (let at = place; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined)
    if (real !== undefined || at === dirname(at)) return real ?? at
  }
}
