import { readFile, realpath } from "node:fs/promises"
import { dirname, join } from "node:path"
import { z } from "zod"
import { installation } from "./discover.ts"
import type { InstalledPlugin } from "./manifest.ts"

/** What a plugin's process may touch, besides computing. */
export interface Grants {
  read: string[]
  write: string[]
  network: boolean
}

const dependencies = z.object({ dependencies: z.record(z.string(), z.string()).default({}) })
const kaonFolder = (...path: string[]): string => join(installation, ...path)

/** Kaon's modules that every plugin process loads: its entry and the plugin API, with the folders' package.json for their module type. */
const own = ["kernel/plugins/host", "kernel/contracts", "kernel/plugin-api", "package.json"].map(path =>
  kaonFolder(path),
)

/**
 * Least grants for a plugin: its folder, the packages it depends on, and what its manifest asked for of the folders offered.
 * Nothing is writable but the plugin's own cache, where it asked for one; the network is all or nothing in Node.
 */
export async function grantsOf(
  { manifest, directory }: InstalledPlugin,
  folders: { data: string[]; cache: string },
): Promise<Grants> {
  const { files, network } = manifest.permissions
  const cache = files.includes("cache") ? [folders.cache] : []
  const packages = [...(await packagesOf(directory)), ...(await packagesOf(kaonFolder("kernel/contracts"), ["zod"]))]
  const data = files.includes("data") ? folders.data : []
  const read = [...own, directory, await realpath(directory), ...packages, ...data, ...(await real(data)), ...cache]
  return { read: [...new Set(read)], write: cache, network: network.length > 0 }
}

/** Node's command line for these grants. Without `--allow-*` flags for them: no child processes, workers, addons, WASI or inspector. */
export const permissionFlags = ({ read, write, network }: Grants): string[] => [
  "--permission",
  ...read.map(path => `--allow-fs-read=${path}`),
  ...write.map(path => `--allow-fs-write=${path}`),
  ...(network ? ["--allow-net"] : []),
  // Each of these reaches files or memory past every grant.
  "--no-experimental-sqlite",
  "--no-experimental-ffi",
  "--no-addons",
  "--disable-warning=ExperimentalWarning",
]

/** Folders of the packages that the one in `directory` depends on, and those that they depend on. */
async function packagesOf(directory: string, names?: string[], seen = new Set<string>()): Promise<string[]> {
  const wanted = names ?? (await dependenciesOf(directory))
  for (const name of wanted) {
    const folder = await findPackage(directory, name)
    if (folder === undefined || seen.has(folder)) continue
    seen.add(folder)
    await packagesOf(await realpath(folder), undefined, seen)
  }
  return [...seen, ...(await real([...seen]))]
}

const dependenciesOf = async (directory: string): Promise<string[]> => {
  const text = await readFile(join(directory, "package.json"), "utf8").catch(() => "{}")
  return Object.keys(dependencies.catch({ dependencies: {} }).parse(JSON.parse(text)).dependencies)
}

/** As Node looks for it: in the node_modules of each folder upwards. */
async function findPackage(from: string, name: string): Promise<string | undefined> {
  const folder = join(from, "node_modules", name)
  if ((await real([folder])).length > 0) return folder
  return dirname(from) === from ? undefined : findPackage(dirname(from), name)
}

/** Real paths of those that exist: Node checks a grant against the path as asked and as resolved. */
const real = async (paths: string[]): Promise<string[]> =>
  (await Promise.all(paths.map(path => realpath(path).catch(() => undefined)))).filter(path => path !== undefined)
