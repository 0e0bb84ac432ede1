import { execFile } from "node:child_process"
import { hash } from "node:crypto"
import { cpus, hostname, totalmem } from "node:os"
import { promisify } from "node:util"
import type { RunEnvironment } from "../../contracts/runs/record.ts"
import { findInstalled } from "../../native/index.ts"
import { lockfileNear } from "../../pipeline/index.ts"
import { discoverPlugins } from "../../plugins/discover.ts"
import { version } from "../version.ts"

/** What runs in a folder run on. What cannot be found out is left open. */
export async function environmentOf(directory: string): Promise<RunEnvironment> {
  const [git, plugins] = await Promise.all([gitOf(directory), pluginsOf(directory)])
  const processors = cpus()
  const native = findInstalled()
  const lockfile = lockfileNear(directory)
  return {
    kaon: version(),
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    host: hostname(),
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memory: totalmem(),
    backend: native === undefined ? "JavaScript" : `TensorFlow ${native.version} (${native.variant})`,
    lockfile: lockfile === undefined ? null : hash("sha256", lockfile),
    plugins,
    git,
  }
}

async function pluginsOf(directory: string): Promise<RunEnvironment["plugins"]> {
  const { plugins } = await discoverPlugins({ workspace: directory })
  return plugins.map(({ manifest, version: of }) => ({ name: manifest.id, version: of }))
}

const run = promisify(execFile)

async function gitOf(directory: string): Promise<RunEnvironment["git"]> {
  // A repository that takes longer than this to tell is one that the end of a run should not wait for.
  const git = async (...args: string[]) => {
    const options = { cwd: directory, timeout: 5000, env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" } }
    return (await run("git", args, options)).stdout.trim()
  }
  try {
    const [commit, branch, changes] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("branch", "--show-current"),
      git("status", "--porcelain", "--untracked-files=no"),
    ])
    return { commit, branch: branch === "" ? null : branch, dirty: changes !== "" }
  } catch {
    return null
  }
}
