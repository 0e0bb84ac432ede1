import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, isAbsolute, join } from "node:path"

export const configFile = "__kaon_tsconfig.json"
export const rootFile = "__kaon_root.ts"
const globalsFile = "__kaon_globals.d.ts"

/** What the server asks for by section. Its own configuration file's name keeps the notebook folder's tsconfig.json out. */
export const settings = {
  "js/ts": {
    customConfigFileName: configFile,
    disableAutomaticTypeAcquisition: true,
    preferences: { useAliasesForRenames: true, quoteStyle: "double" },
    suggest: { autoImports: false },
  },
}

const upward = (directory: string): string[] => {
  const parent = dirname(directory)
  return parent === directory ? [directory] : [directory, ...upward(parent)]
}

/** Folders of `@types` that know Node: the notebook's own first, then the one that comes with Kaon. */
function typeRoots(directory: string): string[] {
  const own = upward(directory).map(folder => join(folder, "node_modules", "@types"))
  const brought = dirname(dirname(createRequire(import.meta.url).resolve("@types/node/package.json")))
  return [...new Set([...own.filter(folder => existsSync(join(folder, "node"))), brought])]
}

/**
 * The documents that make loose cells a TypeScript project. They are opened in the server's memory under names in the notebook's folder
 * (so that modules resolve from there) and never written. The configuration lists itself, or the server would make a project of its own for it.
 */
export function projectDocuments(directory: string, globals: string | undefined): Map<string, string> {
  const asFile = globals !== undefined && isAbsolute(globals) && !globals.includes("\n")
  const config = {
    compilerOptions: {
      strict: true,
      target: "esnext",
      lib: ["esnext"],
      module: "preserve",
      moduleResolution: "bundler",
      moduleDetection: "force",
      types: ["node"],
      typeRoots: typeRoots(directory),
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      allowJs: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files: [configFile, rootFile, ...(globals === undefined ? [] : [asFile ? globals : globalsFile])],
  }
  const documents = new Map([[configFile, JSON.stringify(config)]])
  if (globals !== undefined && !asFile) documents.set(globalsFile, globals)
  return documents
}
