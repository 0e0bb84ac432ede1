import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { folderOf } from "./files.ts"
import type { Entry, Schedule } from "./schedule.ts"

/** What came of a run. */
export type Ending = Pick<Entry, "outcome" | "run" | "why">

/** Starts what a schedule runs, and tells what came of it. */
export type Start = (folder: string, schedule: Schedule, signal: AbortSignal) => Promise<Ending>

const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url))

const told = z.union([
  z.object({ event: z.literal("run-started"), run: z.string().optional() }),
  z.object({
    event: z.literal("run-ended"),
    outcome: z.enum(["done", "failed", "gate", "interrupted"]),
    error: z.object({ message: z.string() }).optional(),
  }),
])

/** Runs the frozen notebook by `kaon run`, in a process of its own, which records it as any other run. */
export const startRun: Start = (folder, { id, notebook, params, frozen }, signal) =>
  new Promise(resolve => {
    const code = join(folderOf(folder, id), frozen.file)
    const given = params.flatMap(param => ["-p", param])
    const args = [main, "run", "--json", "--frozen", code, ...given, "--", join(folder, notebook)]
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
    const ending: Ending = { outcome: "killed", run: null, why: null }
    let errors = ""
    child.stderr.setEncoding("utf8").on("data", text => {
      errors = (errors + text).slice(-2000)
    })
    createInterface({ input: child.stdout }).on("line", line => {
      const event = told.safeParse(parsed(line)).data
      if (event?.event === "run-started") ending.run = event.run ?? null
      else if (event?.event === "run-ended")
        Object.assign(ending, { outcome: event.outcome, why: event.error?.message ?? null })
    })
    const stop = () => void child.kill("SIGINT")
    signal.addEventListener("abort", stop, { once: true })
    if (signal.aborted) stop()
    child.once("error", cause => resolve({ outcome: "failed", run: null, why: cause.message }))
    child.once("close", () => {
      signal.removeEventListener("abort", stop)
      const last = errors.trim().split("\n").at(-1)
      resolve({ ...ending, why: ending.why ?? (ending.outcome === "done" ? null : (last ?? null)) })
    })
  })

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
