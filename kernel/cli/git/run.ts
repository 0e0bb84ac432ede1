import { execFile, spawnSync } from "node:child_process"
import { promisify } from "node:util"
import { KaonError } from "../../contracts/errors.ts"

const run = promisify(execFile)

export interface GitPlace {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

/** What git prints; undefined where it ends with another status than 0. Throws USAGE where there is no git. */
export async function git(
  args: readonly string[],
  { cwd, env = process.env }: GitPlace = {},
): Promise<string | undefined> {
  try {
    return (await run("git", [...args], { env, maxBuffer: 64 << 20, ...(cwd === undefined ? {} : { cwd }) })).stdout
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") throw noGit(cause)
    return undefined
  }
}

/** Runs git to its end without a shell, with what the caller says of its streams. */
export const gitNow = (args: readonly string[], options: { input?: string | Uint8Array; cwd?: string } = {}) =>
  spawnSync("git", [...args], { ...options, maxBuffer: 1 << 30 })

const noGit = (cause: unknown) =>
  new KaonError("USAGE", "There is no git here.", { fix: "Install git, and see that it is on PATH.", cause })
