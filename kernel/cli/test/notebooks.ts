import { glob, readFile, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { KaonError } from "../../contracts/errors.ts"

/** The notebooks that paths name: files as they are, and of a folder all that are below it. Throws USAGE where there is none. */
export async function notebooksIn(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(async path => ((await isFolder(path)) ? await below(path) : [path])))
  const all = [...new Set(found.flat())]
  if (all.length > 0) return all
  throw new KaonError("USAGE", `There is no notebook below ${paths.join(", ")}.`, {
    fix: "Name a notebook, or a folder that holds some.",
  })
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true

async function below(folder: string): Promise<string[]> {
  const hidden = (name: string) => name.startsWith(".") || name === "node_modules"
  const files: string[] = []
  for await (const entry of glob("**/*.{ipynb,ts}", { cwd: folder, exclude: path => hidden(basename(path)) })) {
    const file = join(folder, entry)
    if (file.endsWith(".ipynb") || (await isPercent(file))) files.push(file)
  }
  return files.sort()
}

/** Is a script one with cells? */
const isPercent = async (file: string): Promise<boolean> => /^\/\/ ?%%/m.test(await readFile(file, "utf8"))
