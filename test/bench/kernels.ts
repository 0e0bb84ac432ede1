import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { type Code, deno, kaon, python, tslab } from "./languages.ts"

const root = path.resolve(import.meta.dirname, "../..")
const home = path.join(root, ".cache/peers")

/** A kernel to measure: how it starts, how it is interrupted, and the steps in its language. */
export interface BenchKernel {
  name: string
  version: string
  argv: string[]
  interrupt: "signal" | "message"
  code: Code
  /** How many 1+1 a process is asked for at most, where it does not bear more. */
  most?: number
}

/** The Python that holds Jupyter's client and ipykernel; test/setup.mjs makes it. */
export const pythonPath = path.join(
  root,
  ".cache/python",
  process.platform === "win32" ? "Scripts/python.exe" : "bin/python",
)

const wanted = { deno: "2.9.6", tslab: "1.0.22" }

/** The kernels that are here, and those that are not, with the reason. Installs the peers at the first call. */
export function findKernels(): { kernels: BenchKernel[]; missing: Record<string, string> } {
  const missing: Record<string, string> = {}
  const problem = installPeers()
  const peer = (name: string, relative: string): string[] => {
    const file = path.join(home, "node_modules", relative)
    if (!existsSync(file)) missing[name] = problem ?? "it is not there after its installation"
    return [file]
  }
  const [denoFile = ""] = peer("deno", process.platform === "win32" ? ".bin/deno.cmd" : ".bin/deno")
  const [tslabFile = ""] = peer("tslab", "tslab/bin/tslab")
  const all: BenchKernel[] = [
    {
      name: "kaon",
      version: versionIn(path.join(root, "package.json")),
      argv: [process.execPath, path.join(root, "kernel/session/start.mjs"), "{connection_file}"],
      interrupt: "message",
      code: kaon,
    },
    {
      name: "ipykernel",
      version: ipykernelVersion(),
      argv: [pythonPath, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
      interrupt: "signal",
      code: python,
    },
    {
      name: "deno",
      version: wanted.deno,
      argv: [denoBinary(denoFile), "jupyter", "--kernel", "--conn", "{connection_file}"],
      interrupt: "message",
      code: deno,
    },
    {
      name: "tslab",
      version: wanted.tslab,
      argv: [process.execPath, tslabFile, "kernel", "--config-path", "{connection_file}"],
      interrupt: "signal",
      code: tslab,
      // It falls silent after 507 messages on iopub, three for each cell.
      most: 100,
    },
  ]
  return { kernels: all.filter(({ name }) => !(name in missing)), missing }
}

/** Returns why the peers could not be installed, or undefined. */
function installPeers(): string | undefined {
  const list = path.join(home, "package.json")
  const text = JSON.stringify({ private: true, dependencies: wanted, allowScripts: { deno: true, zeromq: true } })
  const installed = path.join(home, "node_modules/.package-lock.json")
  if (existsSync(installed) && readFileSync(list, "utf8") === text) return undefined
  console.error("Installing the kernels to compare with (once) …")
  mkdirSync(home, { recursive: true })
  writeFileSync(list, text)
  const done = spawnSync("npm", ["install", "--prefix", home, "--no-audit", "--no-fund"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
    timeout: 300_000,
  })
  return done.status === 0 ? undefined : "npm could not install it"
}

/** Deno's own program: the package's start script would be one process more. */
function denoBinary(script: string): string {
  const own = path.join(home, "node_modules/deno", process.platform === "win32" ? "deno.exe" : "deno")
  return existsSync(own) ? own : script
}

function versionIn(file: string): string {
  const found: unknown = createRequire(import.meta.url)(file)
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "unknown"
}

function ipykernelVersion(): string {
  const { stdout } = spawnSync(pythonPath, ["-c", "import ipykernel; print(ipykernel.__version__)"], {
    encoding: "utf8",
  })
  return stdout?.trim() || "unknown"
}
