import { readdir, stat } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { KaonError } from "../contracts/errors.ts"
import { userFolders } from "./folders.ts"
import { type InstalledPlugin, readManifest } from "./manifest.ts"

/** Kaon's own folder, which holds `kernel/` and `plugins/`. */
export const installation = resolve(dirname(fileURLToPath(import.meta.url)), "../..")

export interface DiscoverOptions {
  /** Folder of the workspace: its `plugins/` is searched, and its `data/` is a folder of datasets. */
  workspace?: string
  /** More folders that hold plugins, such as a node_modules. */
  pluginFolders?: string[]
}

export interface Discovered {
  plugins: InstalledPlugin[]
  /** Why the others could not be used, one PLUGIN_INVALID each. */
  problems: KaonError[]
}

/** Every plugin in Kaon's own folder, the user's, the workspace's and the named ones. Reads manifests only; a broken one does not hide the others. */
export async function discoverPlugins(options: DiscoverOptions = {}): Promise<Discovered> {
  const folders = [
    join(installation, "plugins"),
    ...(options.workspace === undefined ? [] : [join(options.workspace, "plugins")]),
    userFolders().plugins,
    ...(options.pluginFolders ?? []),
  ]
  const plugins: InstalledPlugin[] = []
  const problems: KaonError[] = []
  for (const file of (await Promise.all([...new Set(folders.map(f => resolve(f)))].map(manifestFiles))).flat())
    try {
      const plugin = await readManifest(file)
      if (plugin !== undefined) plugins.push(plugin)
    } catch (error) {
      if (!(error instanceof KaonError)) throw error
      problems.push(error)
    }
  return { plugins, problems }
}

/** The package.json of each folder in `folder`; one level deeper in a scope (`@name`). In a stable order. */
async function manifestFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => !name.startsWith(".")).sort()
  const files = names.map(async name => {
    const path = join(folder, name)
    if (name.startsWith("@")) return manifestFiles(path)
    const manifest = join(path, "package.json")
    return (await stat(manifest).catch(() => undefined))?.isFile() ? [manifest] : []
  })
  return (await Promise.all(files)).flat()
}
