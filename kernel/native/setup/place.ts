import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { z } from "zod"
import { userFolders } from "../../plugins/folders.ts"
import type { Variant } from "./platform.ts"

type Environment = Record<string, string | undefined>

/** An installed TensorFlow: a folder of the user's cache, shared by all workspaces. */
export interface Installed {
  variant: Variant
  version: string
  folder: string
  /** The library's path. */
  library: string
}

const manifest = z.object({
  variant: z.enum(["native", "gpu"]),
  version: z.string(),
  library: z.string(),
})

export const manifestName = "kaon-native.json"

/** The folder of everything that `kaon setup` installs. */
export const nativeHome = (env: Environment = process.env): string => join(userFolders(env).cache, "tensorflow")

export const folderOf = (variant: Variant, env?: Environment): string => join(nativeHome(env), variant)

/** What `kaon setup` installed of a variant. */
export function installedVariant(variant: Variant, env?: Environment): Installed | undefined {
  return readInstalled(folderOf(variant, env))
}

/** The fastest that is installed: for GPUs, else for the processor. KAON_TENSORFLOW names a folder instead, or says "off". */
export function findInstalled(env: Environment = process.env): Installed | undefined {
  const named = env.KAON_TENSORFLOW
  if (named === "off") return undefined
  if (named !== undefined && named !== "") return readInstalled(resolve(named))
  return installedVariant("gpu", env) ?? installedVariant("native", env)
}

function readInstalled(folder: string): Installed | undefined {
  try {
    const { variant, version, library } = manifest.parse(JSON.parse(readFileSync(join(folder, manifestName), "utf8")))
    return { variant, version, folder, library: join(folder, library) }
  } catch {
    return undefined
  }
}
