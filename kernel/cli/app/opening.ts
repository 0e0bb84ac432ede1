import { cp, mkdir, stat } from "node:fs/promises"
import { basename, dirname, resolve } from "node:path"
import { KaonError } from "../../contracts/errors.ts"

/** What the app opens: a folder, and perhaps a notebook in it. */
export interface Opening {
  folder: string
  /** The notebook's name in the folder. */
  file: string | undefined
}

export interface Wishes {
  /** A folder or a notebook that was named, else undefined. */
  path: string | undefined
  /** The folder that was open last. */
  last: string | undefined
  /** The folder to begin with. */
  first: string
  /** Put into the folder to begin with where that is new. */
  examples: string
}

const notebook = /\.(?:ipynb|ts)$/

/** The folder and the notebook to open. Throws USAGE for a path that is not there or no notebook. */
export async function opening({ path, last, first, examples }: Wishes): Promise<Opening> {
  if (path !== undefined) return named(resolve(path))
  if (last !== undefined && (await isFolder(last))) return { folder: last, file: undefined }
  if (!(await isFolder(first))) {
    await mkdir(dirname(first), { recursive: true })
    await cp(examples, first, { recursive: true, filter: source => !basename(source).startsWith(".") })
  }
  return { folder: first, file: undefined }
}

async function named(path: string): Promise<Opening> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return { folder: path, file: undefined }
  if (found?.isFile() && notebook.test(path)) return { folder: dirname(path), file: basename(path) }
  const what = found === undefined ? "is not there" : "is no notebook"
  throw new KaonError("USAGE", `${path} ${what}.`, { fix: "Name a folder, an .ipynb notebook or a .ts script." })
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
