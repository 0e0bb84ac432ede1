import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { findInstalled } from "../native/index.ts"
import { discoverPlugins, installation } from "../plugins/discover.ts"
import { userFolders } from "../plugins/folders.ts"
import { digestOf } from "./digest.ts"
import { digestFolder, digestListing } from "./file-digests.ts"
import { pythonOf } from "./python.ts"

/** What surrounds the code of a notebook and changes what it gives. Each is looked up once, when it is first asked for. */
export interface Surroundings {
  /** Kaon's own code that cells run on. */
  kaon(): Promise<string>
  /** Node, the machine's kind, its language and time zone, and the library that computes. */
  machine(): string
  /** A dataset of a plugin: the plugin's files, and the data that lie ready for it. */
  dataset(id: string): Promise<string>
  /** A package as it is installed, and the lockfile beside it. */
  package(name: string): Promise<string>
  /** The Python of a Jupyter kernel, and the packages that are installed for it. */
  python(kernel: string): Promise<string>
}

/** Layers whose code runs for a cell. */
const running = ["cell", "contracts", "learn", "native", "plugins", "runtime", "stages"]
const lockfiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"]

export function surroundingsOf(directory: string): Surroundings {
  const kaon = once(async () => {
    const folders = running.map(layer => digestFolder(join(installation, "kernel", layer)))
    return digestOf(...(await Promise.all(folders)))
  })
  let machine: string | undefined
  const plugins = once(() => discoverPlugins({ workspace: directory }))
  const datasets = new Map<string, Promise<string>>()
  const packages = new Map<string, Promise<string>>()
  const pythons = new Map<string, Promise<string>>()
  const lock = once(async () => {
    const text = lockfileNear(directory)
    return text === undefined ? undefined : digestOf(text)
  })
  return {
    kaon,
    machine: () => {
      machine ??= describeMachine()
      return machine
    },
    dataset: id =>
      remembered(datasets, id, async () => {
        const found = (await plugins()).plugins.filter(({ manifest }) =>
          JSON.stringify(manifest).includes(JSON.stringify(id)),
        )
        const folders = await Promise.all(found.map(plugin => digestFolder(plugin.directory)))
        const beside = ["data", "../shared/data", "../../shared/data"].map(place => join(directory, place))
        const places = [...userFolders().data, ...beside]
        const listings = await Promise.all(places.map(place => digestListing(join(place, id))))
        return digestOf(...folders, ...listings.map(listing => listing ?? "nothing"))
      }),
    python: kernel => remembered(pythons, kernel, () => pythonOf(kernel)),
    package: name =>
      remembered(packages, name, async () => {
        const manifest = manifestOf(name, directory) ?? manifestOf(name, installation) ?? "not installed"
        return digestOf(manifest, (await lock()) ?? "no lockfile")
      }),
  }
}

function describeMachine(): string {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const native = findInstalled()
  const computes = native === undefined ? "JavaScript" : JSON.stringify(native)
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${locale} ${timeZone}, ${computes}`
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}

/** Name and version of a package as code in a folder finds it. */
function manifestOf(name: string, directory: string): string | undefined {
  for (const folder of createRequire(join(directory, "notebook.ts")).resolve.paths(name) ?? []) {
    const text = read(join(folder, name, "package.json"))
    if (text !== undefined) return digestOf(text)
  }
  return undefined
}

/** The lockfile in a folder or the nearest one around it. */
export function lockfileNear(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const found = lockfiles.map(name => read(join(folder, name))).find(text => text !== undefined)
    if (found !== undefined || dirname(folder) === folder) return found
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}
