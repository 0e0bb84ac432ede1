import { statSync } from "node:fs"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { localPath } from "./localpath.ts"

export { isLocal } from "./localpath.ts"

interface Loaded {
  modified: number
  /** How often the file, or one that it imports, was seen changed since its first import. */
  edition: number
  imports: Set<string>
}

const loaded = new Map<string, Loaded>()

/**
 * The file that a local specifier means, as a URL that changes when the file does, or a file that it imports: modules are cached
 * by URL. An ending may be left out. What is not found is left to fail by its own name.
 */
export function localUrl(specifier: string, directory: string, importer?: string): string {
  const { asked, file } = localPath(specifier, directory)
  if (file === undefined) return pathToFileURL(asked).href
  if (importer !== undefined) loaded.get(importer)?.imports.add(file)
  refresh(file, new Map())
  const { edition } = loaded.get(file)!
  return edition === 0 ? pathToFileURL(file).href : `${pathToFileURL(file).href}?edition=${edition}`
}

/**
 * Inside the user's own files too, an ending may be left out; files of packages are taken as they are. What is required is a
 * path: `require` knows no file URLs.
 */
export function localFrom(specifier: string, parent: string, required: boolean): string {
  if (!parent.startsWith("file:") || parent.includes("/node_modules/") || specifier.startsWith("file:"))
    return specifier
  const importer = fileURLToPath(parent)
  const url = localUrl(specifier, path.dirname(importer), importer)
  return required ? fileURLToPath(url) : url
}

/** Gives new editions to the changed ones among a file and all that it imports, and to those that import them. */
function refresh(file: string, seen: Map<string, boolean>): boolean {
  const before = seen.get(file)
  if (before !== undefined) return before
  seen.set(file, false)
  const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const known = loaded.get(file)
  if (known === undefined) {
    loaded.set(file, { modified, edition: 0, imports: new Set() })
    return false
  }
  let changed = known.modified !== modified
  for (const imported of known.imports) if (refresh(imported, seen)) changed = true
  if (changed) loaded.set(file, { modified, edition: known.edition + 1, imports: new Set() })
  seen.set(file, changed)
  return changed
}
