import { delimiter, join, resolve } from "node:path"
import envPaths from "env-paths"

/** Folders of the person who runs Kaon, outside any workspace. None of them need exist. */
export interface UserFolders {
  /** What Kaon keeps for the person: the history of what was run. */
  state: string
  /** Where datasets are looked for, first match wins. */
  data: string[]
  /** What can be made again: downloads. */
  cache: string
  config: string
  /** Plugins that the person installed for all workspaces. */
  plugins: string
}

/** The platform's own folders, or those under KAON_HOME. KAON_DATA may list several, separated as in PATH; they come first. */
export function userFolders(env: Record<string, string | undefined> = process.env): UserFolders {
  const base = env.KAON_HOME ? under(resolve(env.KAON_HOME)) : envPaths("kaon", { suffix: "" })
  const named = (env.KAON_DATA ?? "").split(delimiter).filter(folder => folder !== "")
  return {
    state: base.data,
    data: [...named.map(folder => resolve(folder)), join(base.data, "datasets")],
    cache: base.cache,
    config: base.config,
    plugins: join(base.data, "plugins"),
  }
}

const under = (home: string) => ({ data: join(home, "data"), cache: join(home, "cache"), config: join(home, "config") })
