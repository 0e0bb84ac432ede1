import { z } from "zod"
import type { DatasetPayload } from "./dataset.ts"

/** The version of this API; a plugin names the range it works with. */
export const pluginApiVersion = "0.1.0"

const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and dashes")

/** The `kaon` field of a plugin's package.json. */
export const manifestSchema = z.strictObject({
  id: identifier,
  api: z.string().describe("range of plugin API versions, such as ^0.1.0"),
  main: z.string().default("./index.ts"),
  contributes: z.strictObject({
    datasets: z
      .array(z.strictObject({ id: identifier, title: z.string(), citation: z.string(), licence: z.string() }))
      .default([]),
  }),
  permissions: z
    .strictObject({
      /** Hosts that the plugin may reach. */
      network: z.array(z.string()).default([]),
      /** Folders outside its own that it may read: "data" is the user's dataset folders, "cache" its own cache (read and write). */
      files: z.array(z.enum(["data", "cache"])).default([]),
    })
    .default({ network: [], files: [] }),
})
export type Manifest = z.infer<typeof manifestSchema>

/** What a dataset's `load` is handed. */
export interface DatasetHost {
  /** Folders where the user keeps datasets, first match wins (KAON_DATA, the workspace's data folder). */
  dataDirectories: string[]
  /** A folder of the plugin's own for downloads. */
  cacheDirectory: string
  signal: AbortSignal
  /** fraction 0–1, or null while unknown. */
  progress(fraction: number | null, detail: string): void
}

export interface DatasetSource {
  id: string
  load(host: DatasetHost): Promise<DatasetPayload>
}

export interface PluginHost {
  dataset(source: DatasetSource): void
}

export interface Plugin {
  setup(host: PluginHost): void | Promise<void>
}

/** Typed identity: `export default definePlugin({ setup(host) { host.dataset(…) } })`. */
export const definePlugin = (plugin: Plugin): Plugin => plugin
