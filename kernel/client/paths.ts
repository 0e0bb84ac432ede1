import { existsSync, realpathSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, dirname, join } from "node:path"

/** What the search for kernels depends on; the process's own by default. */
export interface Surroundings {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  home: string
}

export const here = (env: NodeJS.ProcessEnv = process.env): Surroundings => ({
  env,
  platform: process.platform,
  home: homedir(),
})

/** The user's own Jupyter data folder. */
export function userDataFolder({ env, platform, home }: Surroundings): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR
  if (platform === "darwin") return join(home, "Library", "Jupyter")
  if (platform === "win32") return join(env.APPDATA ?? home, "jupyter")
  return join(env.XDG_DATA_HOME ?? join(home, ".local", "share"), "jupyter")
}

/** The system's Jupyter data folders. */
export const systemDataFolders = ({ env, platform }: Surroundings): string[] =>
  platform === "win32"
    ? [join(env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
    : ["/usr/local/share/jupyter", "/usr/share/jupyter"]

/** The installation prefixes of the Pythons on PATH, and of an active environment: where pip puts kernelspecs. */
export function pythonPrefixes({ env, platform }: Surroundings): string[] {
  const names = platform === "win32" ? ["python.exe"] : ["python3", "python"]
  const folders = (env.PATH ?? "").split(delimiter).filter(folder => folder !== "")
  const found = folders.flatMap(folder => names.map(name => join(folder, name)).filter(path => existsSync(path)))
  const prefixes = found.flatMap(path => [dirname(dirname(path)), dirname(dirname(realpathSync(path)))])
  const active = [env.VIRTUAL_ENV, env.CONDA_PREFIX].filter(prefix => prefix !== undefined && prefix !== "")
  return [...new Set([...active, ...prefixes])].filter(prefix => prefix !== undefined)
}

/** Jupyter's data folders, first match wins: JUPYTER_PATH, the user's, each Python's, the system's. */
export const dataFolders = (surroundings: Surroundings): string[] => [
  ...new Set([
    ...(surroundings.env.JUPYTER_PATH ?? "").split(delimiter).filter(folder => folder !== ""),
    userDataFolder(surroundings),
    ...pythonPrefixes(surroundings).map(prefix => join(prefix, "share", "jupyter")),
    ...systemDataFolders(surroundings),
  ]),
]
