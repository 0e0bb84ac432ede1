import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { DatasetPayload } from "../contracts/dataset.ts"
import { KaonError } from "../contracts/errors.ts"
import { nearest } from "../contracts/nearest.ts"
import { type Discovered, type DiscoverOptions, discoverPlugins } from "./discover.ts"
import { userFolders } from "./folders.ts"
import { grantsOf } from "./grants.ts"
import type { Answer } from "./host/messages.ts"
import type { InstalledPlugin } from "./manifest.ts"
import { checkPayload } from "./payload.ts"
import { runPlugin } from "./process.ts"

export interface DatasetListing {
  id: string
  title: string
  citation: string
  licence: string
  /** Id of the plugin that contributes it. */
  plugin: string
}

export interface LoadOptions extends DiscoverOptions {
  /** Folders of datasets; if absent, those of KAON_DATA, the workspace's `data/` and the user's own. */
  dataDirectories?: string[]
  /** Folder for downloads, in which each plugin has one of its own; if absent, the user's cache. */
  cacheDirectory?: string
  signal?: AbortSignal
  /** fraction 0–1, or null while unknown. */
  progress?(fraction: number | null, detail: string): void
}

/** Every dataset that an installed plugin contributes, by id. Runs no plugin code. */
export async function listDatasets(options: DiscoverOptions = {}): Promise<DatasetListing[]> {
  return listing(await discoverPlugins(options))
}

/**
 * A dataset's columns, loaded by its plugin in a process of its own and checked.
 * Throws PLUGIN_NOT_FOUND, PLUGIN_INVALID, PLUGIN_FAILED, INTERRUPTED, DATASET_INVALID, or what the plugin says: DATASET_NOT_FOUND, DOWNLOAD_FAILED.
 */
export async function loadDataset(id: string, options: LoadOptions = {}): Promise<DatasetPayload> {
  const plugin = pick(id, await discoverPlugins(options))
  const { id: name, permissions } = plugin.manifest
  const user = userFolders()
  const workspaceData = options.workspace === undefined ? [] : [join(options.workspace, "data")]
  const [own, ...named] = user.data.toReversed()
  const data = options.dataDirectories ?? [...named.toReversed(), ...workspaceData, ...(own === undefined ? [] : [own])]
  const cache = join(options.cacheDirectory ?? join(user.cache, "datasets"), name)
  if (permissions.files.includes("cache")) await mkdir(cache, { recursive: true })
  const answer = await runPlugin({
    plugin: name,
    grants: await grantsOf(plugin, { data, cache }),
    order: { order: "load", main: plugin.main, dataset: id, dataDirectories: data, cacheDirectory: cache },
    signal: options.signal,
    progress: options.progress,
  })
  return checkPayload(id, payloadOf(answer, name, id))
}

const listing = ({ plugins }: Discovered): DatasetListing[] =>
  plugins
    .flatMap(({ manifest }) => manifest.contributes.datasets.map(dataset => ({ ...dataset, plugin: manifest.id })))
    .sort((a, b) => a.id.localeCompare(b.id))

function pick(id: string, discovered: Discovered): InstalledPlugin {
  const [plugin, second] = discovered.plugins.filter(({ manifest }) =>
    manifest.contributes.datasets.some(dataset => dataset.id === id),
  )
  if (plugin === undefined) throw unknown(id, discovered)
  if (second !== undefined)
    throw new KaonError(
      "PLUGIN_INVALID",
      `Two plugins contribute the dataset ${id}: ${plugin.directory} and ${second.directory}.`,
      { fix: "Remove one of the two folders." },
    )
  return plugin
}

function unknown(id: string, discovered: Discovered): KaonError {
  const ids = listing(discovered).map(dataset => dataset.id)
  const near = nearest(id, ids)
  const broken = discovered.problems.map(problem => ` ${problem.message}`).join("")
  return new KaonError(
    "PLUGIN_NOT_FOUND",
    `No plugin contributes a dataset named ${id}; there is ${ids.join(", ") || "none"}.${broken}`,
    {
      fix:
        near === undefined
          ? "Add a plugin that contributes it to the workspace's plugins folder."
          : `Write ${near}, if that was meant.`,
    },
  )
}

function payloadOf(answer: Exclude<Answer, { answer: "progress" }>, plugin: string, id: string): unknown {
  if (answer.answer === "loaded") return answer.payload
  if (answer.answer === "unknown")
    throw new KaonError(
      "PLUGIN_FAILED",
      `The manifest of the plugin ${plugin} names the dataset ${id}, which its code does not offer.`,
    )
  const { message, code, fix, stack } = answer
  const cause = new Error(message)
  if (stack !== undefined) cause.stack = stack
  if (code !== undefined) throw new KaonError(code, message, { fix, cause })
  throw new KaonError("PLUGIN_FAILED", `The plugin ${plugin} failed: ${message}`, {
    fix: "Report it to the plugin's author, with the stack of the cause.",
    cause,
  })
}
