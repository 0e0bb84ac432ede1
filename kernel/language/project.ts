import { existsSync, readFileSync } from "node:fs"
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

/** Declarations of what every cell finds without importing it, and their names. */
export interface Globals {
  file: string | undefined
  text: string
  names: string[]
}

/** `given` is the absolute path of a .d.ts file, or its text. */
export function readGlobals(given: string): Globals {
  const file = isAbsolute(given) && !given.includes("\n") ? given : undefined
  const text = file === undefined ? given : readFileSync(file, "utf8")
  const names = [...text.matchAll(/^declare (?:const|let|var|function|class|module|type) "?([\w$]+)/gm)]
  return { file, text, names: names.map(match => match[1] ?? "") }
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
export function projectDocuments(directory: string, globals?: Globals): Map<string, string> {
  const config = {
    compilerOptions: {
      strict: true,
      target: "esnext",
      lib: ["esnext"],
      module: "preserve",
      moduleResolution: "bundler",
      moduleDetection: "force",
      jsx: "react-jsx",
      types: ["node"],
      typeRoots: typeRoots(directory),
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      allowJs: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files: [configFile, rootFile, ...(globals ? [globals.file ?? globalsFile] : [])],
  }
  const documents = new Map([[configFile, JSON.stringify(config)]])
  if (globals && globals.file === undefined) documents.set(globalsFile, globals.text)
  return documents
}
