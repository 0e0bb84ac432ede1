import { execFile } from "node:child_process"
import { basename, dirname } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)

/** Bytes of a file in the history that are taken at most, and milliseconds that git may take. */
const limits = { maxBuffer: 256 << 20, timeout: 15_000 }

/**
 * Nothing of the host's own environment steers git here, and nothing that a repository brings is run: no hook, no filter, no pager,
 * no remote helper, no question.
 */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  LC_ALL: "C",
})

async function git(folder: string, ...args: string[]): Promise<Buffer | undefined> {
  const options = { cwd: folder, env: environment(), encoding: "buffer" as const, ...limits }
  const found = await run("git", ["-c", "core.fsmonitor=false", "-c", "protocol.allow=never", ...args], options).catch(
    () => undefined,
  )
  return found?.stdout
}

export interface Committed {
  bytes: Buffer
  /** The commit, in short, its subject, and when it was made (ISO 8601). */
  commit: string
  subject: string
  at: string
}

/** A file as HEAD of its repository has it; undefined where there is no git, no repository, no commit, or the file is not in it. */
export async function committed(place: string): Promise<Committed | undefined> {
  const folder = dirname(place)
  // `cat-file blob` gives the bytes as they are: `show` would run the text converters that a repository names.
  const bytes = await git(folder, "cat-file", "blob", `HEAD:./${basename(place)}`)
  if (bytes === undefined) return undefined
  const log = await git(folder, "log", "-1", "--no-show-signature", "--format=%h%x00%cI%x00%s", "HEAD")
  const [commit = "", at = "", subject = ""] = (log?.toString() ?? "").trimEnd().split("\0")
  return { bytes, commit, subject, at }
}
