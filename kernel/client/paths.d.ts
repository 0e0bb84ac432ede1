/** What the search for kernels depends on; the process's own by default. */
export interface Surroundings {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  home: string
}
export declare const here: (env?: NodeJS.ProcessEnv) => Surroundings
/** The user's own Jupyter data folder. */
export declare function userDataFolder({ env, platform, home }: Surroundings): string
/** The system's Jupyter data folders. */
export declare const systemDataFolders: ({ env, platform }: Surroundings) => string[]
/** The installation prefixes of the Pythons on PATH, and of an active environment: where pip puts kernelspecs. */
export declare function pythonPrefixes({ env, platform }: Surroundings): string[]
/** Jupyter's data folders, first match wins: JUPYTER_PATH, the user's, each Python's, the system's. */
export declare const dataFolders: (surroundings: Surroundings) => string[]
