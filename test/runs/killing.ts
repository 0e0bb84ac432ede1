import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Runs, runsFolder } from "../../kernel/runs/index.ts"
import { Store, storeFolder } from "../../kernel/store/index.ts"
import { notebookOf } from "../cli/command.ts"

const runner = fileURLToPath(new URL("./runner.ts", import.meta.url))

/** Cells of which each needs the one before; some of them no cache takes. */
const cellsOf = (steps: number): string[] =>
  Array.from({ length: steps }, (_, i) => {
    if (i === 0) return "const v0 = [0]"
    const more = i % 5 === 0 ? "Date.now()" : `v${i - 1}.length + ${i}`
    return `const v${i} = [...v${i - 1}.slice(-20), ${more}]`
  })

export async function workspace(notebooks: readonly string[], steps: number) {
  const folder = await mkdtemp(join(tmpdir(), "kaon-kill-"))
  for (const name of notebooks) await writeFile(join(folder, name), notebookOf(cellsOf(steps)))
  return { folder, steps, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Starts or resumes a notebook's run and kills it at a random moment; true where it came to its end before. */
export function ranOrKilled(folder: string, notebook: string, within: number): Promise<boolean> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "kaon-kill-compiled") }
  const child = spawn(process.execPath, [runner, notebook], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  child.stderr.on("data", data => {
    said += data
  })
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), Math.random() * within).unref())
  return new Promise((resolve, reject) =>
    child.once("close", (status, signal) => {
      if (signal === "SIGKILL") resolve(false)
      else if (status === 0) resolve(true)
      else reject(new Error(`the run ended with ${status}: ${said}`))
    }),
  )
}

/** What has to hold of a notebook's run that was killed so often and came to its end. */
export async function checkWhole(folder: string, notebook: string, steps: number, kills: number): Promise<void> {
  using runs = new Runs(runsFolder(folder))
  const own = runs.list().filter(run => run.notebook === notebook)
  assert.equal(own.length, 1, "it is one run, however often it went on")
  const run = runs.read(own[0]!.id)
  assert.deepEqual([run.state, run.damaged], ["done", 0])
  assert.deepEqual(new Set(run.steps.map(({ state }) => state)), new Set(["done"]))
  const committed = runs.committed(run.number).map(({ cell }) => cell)
  assert.deepEqual([committed.length, new Set(committed).size], [steps, steps], "each step is committed once")
  const executed = (await readFile(join(folder, `${notebook}.trace`), "utf8")).trimEnd().split("\n").map(Number)
  assert.equal(new Set(executed).size, steps)
  assert.ok(
    executed.length - steps <= kills,
    `${executed.length - steps} steps ran again, but it was killed ${kills} times`,
  )
  using store = new Store(storeFolder(folder))
  for (const { artefacts } of run.steps) for (const { digest } of artefacts) await store.values.load(digest)
}
