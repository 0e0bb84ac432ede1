import { execFile } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { KaonError } from "../../contracts/errors.ts"
import { userFolders } from "../../plugins/folders.ts"

/** The version that is installed and tested. */
export const onnxVersion = "1.30.0"
const name = "onnxruntime-node"

type Environment = Record<string, string | undefined>

const onnxHome = (env: Environment): string => join(userFolders(env).cache, "onnxruntime")

/** The package's folder where `kaon setup onnx` has put it; undefined where it has not. */
export function findOnnx(env: Environment = process.env): string | undefined {
  const folder = join(onnxHome(env), "node_modules", name)
  return existsSync(join(folder, "package.json")) ? folder : undefined
}

type Run = (program: string, args: readonly string[]) => Promise<unknown>
const run: Run = (program, args) =>
  promisify(execFile)(program, [...args], { shell: process.platform === "win32", maxBuffer: 2 ** 24 })

/**
 * Installs ONNX Runtime into the user's cache, for all workspaces, by npm and without the package's own script (which would
 * fetch GPU libraries from elsewhere; the processor's are in the package). Those of other systems are removed: 290 MB become
 * under 50. What was there stays until the new one has been loaded once. Throws DOWNLOAD_FAILED with npm's last words.
 */
export async function installOnnx(env: Environment = process.env, execute: Run = run): Promise<string> {
  const home = onnxHome(env)
  const fresh = `${home}.${process.pid}-${randomUUID().slice(0, 8)}.new`
  try {
    await mkdir(fresh, { recursive: true })
    await writeFile(join(fresh, "package.json"), '{ "private": true }\n')
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--save-exact"]
    await execute("npm", ["install", ...flags, "--prefix", fresh, `${name}@${onnxVersion}`]).catch(cause => {
      throw failed("npm could not install it", cause)
    })
    const folder = join(fresh, "node_modules", name)
    await removeOthers(join(folder, "bin"))
    await execute(process.execPath, ["-e", `require(${JSON.stringify(folder)})`]).catch(cause => {
      throw failed(`it does not load on ${process.platform} ${process.arch}`, cause)
    })
    await rm(home, { recursive: true, force: true })
    await rename(fresh, home)
    return join(home, "node_modules", name)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Returns whether there was one. */
export async function uninstallOnnx(env: Environment = process.env): Promise<boolean> {
  const was = findOnnx(env) !== undefined
  await rm(onnxHome(env), { recursive: true, force: true })
  return was
}

/** bin/napi-v6/<platform>/<arch>: all but this machine's. */
async function removeOthers(bin: string): Promise<void> {
  for (const api of await readdir(bin).catch(() => [])) {
    for (const platform of await readdir(join(bin, api))) {
      const folder = join(bin, api, platform)
      if (platform !== process.platform) await rm(folder, { recursive: true })
      else
        for (const arch of await readdir(folder))
          if (arch !== process.arch) await rm(join(folder, arch), { recursive: true })
    }
  }
}

function failed(what: string, cause: unknown): KaonError {
  const said =
    String((cause as { stderr?: unknown }).stderr ?? cause)
      .trim()
      .split("\n")
      .at(-1) ?? ""
  return new KaonError("DOWNLOAD_FAILED", `ONNX Runtime was not installed: ${what}. ${said}`.trim(), {
    fix: "Check that npm is there and its registry can be reached, and run kaon setup onnx again.",
    cause,
  })
}
