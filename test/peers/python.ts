import { execFile, spawnSync } from "node:child_process"
import { existsSync, mkdtempSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"

const root = path.resolve(import.meta.dirname, "../..")
const python = path.join(root, ".cache/python", process.platform === "win32" ? "Scripts/python.exe" : "bin/python")

/** Why the tests with Python's Jupyter clients cannot run, or false where they can. */
export const withoutPython: string | false = existsSync(path.join(root, ".cache/python/kaon-stamp"))
  ? false
  : "Python with Jupyter's clients is not here: node test/setup.mjs says why"

/** A prefix of its own with Kaon's kernelspec in it, made by `kaon kernel install`. */
export function installedPrefix() {
  const prefix = mkdtempSync(path.join(tmpdir(), "kaon-prefix-"))
  const done = spawnSync(
    process.execPath,
    [path.join(root, "kernel/cli/main.ts"), "kernel", "install", "--prefix", prefix],
    { encoding: "utf8" },
  )
  if (done.status !== 0) throw new Error(`kaon kernel install failed: ${done.stderr}`)
  const environment = {
    ...process.env,
    JUPYTER_PATH: path.join(prefix, "share/jupyter"),
    KAON_HOME: path.join(prefix, "home"),
  }
  return { prefix, environment, [Symbol.asyncDispose]: () => rm(prefix, { recursive: true }) }
}

/** Runs a Python script of this folder; resolves with what it printed, rejects with what it complained of. */
export async function runPython(
  script: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ stdout: string; stderr: string }> {
  const file = path.join(import.meta.dirname, script)
  return await promisify(execFile)(python, [file, ...args], { env: environment, timeout: 240_000, maxBuffer: 64 << 20 })
}
