import { existsSync, statSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

/** Does a specifier name a file rather than a package? */
export const isLocal = (specifier: string): boolean => /^(\.{0,2}\/|file:)/.test(specifier)

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"]

/** The path that a local specifier says, and the file that it means, whose ending may be left out; undefined where there is none. */
export function localPath(specifier: string, directory: string): { asked: string; file: string | undefined } {
  const asked = specifier.startsWith("file:") ? fileURLToPath(specifier) : path.resolve(directory, specifier)
  const candidates = [...endings.map(ending => asked + ending), asked.replace(/\.([mc]?)js$/, ".$1ts")]
  return { asked, file: candidates.find(candidate => existsSync(candidate) && statSync(candidate).isFile()) }
}
