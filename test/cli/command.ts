import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { after } from "node:test"
import { fileURLToPath } from "node:url"

export const main = fileURLToPath(new URL("../../kernel/cli/main.ts", import.meta.url))

export interface Ended {
  status: number | null
  out: string
  err: string
}

export interface Running {
  child: ChildProcessByStdio<null, Readable, Readable>
  /** Resolves with what was printed as soon as stdout matches; rejects if the command ends before that. */
  prints(pattern: RegExp): Promise<string>
  ended: Promise<Ended>
}

const running = new Set<ChildProcess>()
// What a failed test left would keep its file from ending.
after(() => {
  for (const child of running) child.kill("SIGKILL")
})

/** Starts a program the way a terminal without a TTY does. */
export function start(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(program, args, {
    ...options,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  running.add(child)
  child.once("exit", () => running.delete(child))
  let [out, err] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", text => {
    out += text
  })
  child.stderr.setEncoding("utf8").on("data", text => {
    err += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", status => resolve({ status, out, err }))
  })
  const prints = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (pattern.test(out)) resolve(out)
      }
      child.stdout.on("data", look)
      void ended.then(() => reject(new Error(`ended without printing ${pattern}:\n${out}\n${err}`)))
      look()
    })
  return { child, prints, ended }
}

export const kaon = (args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Running =>
  start(process.execPath, [main, ...args], options)

export async function folder() {
  const path = await mkdtemp(join(tmpdir(), "kaon-cli-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** An `.ipynb` of these code cells. */
export const notebookOf = (sources: readonly string[], kernel = "kaon"): string =>
  `${JSON.stringify(
    {
      cells: sources.map((source, i) => ({
        cell_type: "code",
        execution_count: 99,
        id: `c${i + 1}`,
        metadata: {},
        outputs: [{ name: "stdout", output_type: "stream", text: ["stale\n"] }],
        source: source.split(/(?<=\n)/),
      })),
      metadata: { kernelspec: { display_name: kernel, name: kernel } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  )}\n`
