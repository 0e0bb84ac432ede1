import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Runs } from "../../kernel/runs/index.ts"
import { readLines } from "../../kernel/runs/journal/lines.ts"
import { a, b, begun, ended, left, over, started } from "./folder.ts"

/* Run as a program on a small file system of its own, which fills up while a run is recorded, and has room again later. */
const [folder] = process.argv.slice(2) as [string]
const root = join(folder, "runs")
const told: string[] = []
using runs = new Runs(root, { told: sentence => told.push(sentence) })
const recorder = runs.begin(begun)
recorder.event(started(a))
recorder.event(ended(a))
recorder.commit({ ...a, ...left("a") }, false)

const filler = join(folder, "filler")
try {
  for (;;) writeFileSync(filler, Buffer.alloc(4096), { flag: "a" })
} catch {
  // Now it is full.
}
recorder.event(started(b))
recorder.event({
  event: "step-output",
  at: 1,
  ...b,
  output: { output_type: "stream", name: "stdout", text: "x".repeat(9000) },
})
recorder.commit({ ...b, ...left("b") }, false)
recorder.event(ended(b))
recorder.event(over())
await recorder.finish()
rmSync(filler)

const journal = readFileSync(join(root, recorder.id, "journal.jsonl"))
const { length, damaged } = readLines(journal)
const next = runs.begin(begun)
next.event(over())
await next.finish()
console.log(
  JSON.stringify({
    told,
    torn: journal.length - length,
    damaged,
    steps: runs.read(recorder.id).steps.map(({ state, key }) => [state, key !== null]),
    next: runs.find("last").state,
    folders: readdirSync(root).filter(name => /^\d/.test(name)).length,
  }),
)
