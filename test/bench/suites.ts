import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { type BenchKernel, pythonPath } from "./kernels.ts"

export interface SuiteResult {
  passed: number
  failed: number
  skipped: number
}

/** jupyter_kernel_test against each kernel, all at once: it counts, it does not time. A suite that ends without a result has none. */
export async function runSuites(kernels: readonly BenchKernel[]): Promise<Map<string, SuiteResult>> {
  const home = mkdtempSync(path.join(tmpdir(), "kaon-bench-"))
  try {
    for (const { name, argv, interrupt } of kernels) {
      const folder = path.join(home, "kernels", name === "kaon" ? name : `bench-${name}`)
      mkdirSync(folder, { recursive: true })
      const language = name === "ipykernel" ? "python" : "typescript"
      writeFileSync(
        path.join(folder, "kernel.json"),
        JSON.stringify({ argv, display_name: name, language, interrupt_mode: interrupt }),
      )
    }
    const results = await Promise.all(kernels.map(async ({ name }) => [name, await runSuite(name, home)] as const))
    return new Map(results.flatMap(([name, result]) => (result === undefined ? [] : [[name, result]])))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function runSuite(name: string, home: string): Promise<SuiteResult | undefined> {
  const child = spawn(pythonPath, [path.join(import.meta.dirname, "suites.py"), name], {
    env: { ...process.env, HOME: home, XDG_STATE_HOME: home, IPYTHONDIR: home, JUPYTER_PATH: home },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 150_000,
  })
  let text = ""
  child.stdout.on("data", chunk => {
    text += chunk
  })
  await new Promise(resolve => child.once("close", resolve))
  const last = text.trim().split("\n").at(-1)
  return last?.startsWith("{") ? (JSON.parse(last) as SuiteResult) : undefined
}
