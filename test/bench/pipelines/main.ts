import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { z } from "zod"
import { runEventSchema } from "../../../kernel/contracts/run.ts"
import { notebookOf } from "../../cli/command.ts"
import { chainOf } from "./notebooks.ts"

/*
 * What the cache costs: deciding about steps that are all cached, each time in a fresh process, and a step's own overhead in a real
 * kernel. `npm run bench:pipelines [-- --rounds 5] [-- --json]`.
 */
const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
})
const rounds = Number(options.rounds)
const kaon = resolve(import.meta.dirname, "../../../kernel/cli/main.ts")
const decided = z.object({ read: z.number(), decide: z.number(), hits: z.number() })
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

function program(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e9 })
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`)
  return stdout
}

/** Medians of deciding about so many cached steps. */
function decisions(folder: string, count: number): { read: number; decide: number } {
  const run = () =>
    decided.parse(
      JSON.parse(program(join(import.meta.dirname, "decide.ts"), join(folder, `store-${count}`), `${count}`)),
    )
  run()
  const all = Array.from({ length: rounds }, run)
  if (all.some(({ hits }) => hits !== count)) throw new Error("not every step was cached: nothing was measured")
  return { read: median(all.map(({ read }) => read)), decide: median(all.map(({ decide }) => decide)) }
}

const steps = 300

/** Milliseconds a step, from the first step's end to the last one's, so that no start is in it. */
function perStep(notebook: string, ...args: string[]): number {
  const ends = program(kaon, "run", notebook, "--json", ...args)
    .trimEnd()
    .split("\n")
    .map(line => runEventSchema.parse(JSON.parse(line)))
    .flatMap(event => (event.event === "step-ended" ? [event.at] : []))
  return (ends.at(-1)! - ends[0]!) / (ends.length - 1)
}

const folder = mkdtempSync(join(tmpdir(), "kaon-bench-"))
try {
  const thousand = decisions(folder, 1000)
  const tenThousand = decisions(folder, 10_000)
  const runs = Array.from({ length: rounds }, (_, round) => {
    const notebook = join(folder, `${round}`, "n.ipynb")
    mkdirSync(join(folder, `${round}`))
    writeFileSync(notebook, notebookOf(chainOf(steps)))
    const without = perStep(notebook, "--no-cache")
    return { without, kept: perStep(notebook), cached: perStep(notebook) }
  })
  const [without, kept, cached] = (["without", "kept", "cached"] as const).map(name =>
    median(runs.map(run => run[name])),
  )
  const rows: [string, number, string, boolean | undefined][] = [
    ["1,000 cached steps, decided (ms)", thousand.decide, "≤ 100", thousand.decide <= 100],
    ["1,000 steps, their code read (ms)", thousand.read, "", undefined],
    ["10,000 cached steps, decided (ms)", tenThousand.decide, "≤ 1000", tenThousand.decide <= 1000],
    ["10,000 steps, their code read (ms)", tenThousand.read, "", undefined],
    [
      "10,000 steps beside 1,000 (times)",
      tenThousand.decide / thousand.decide,
      "≤ 15: linear",
      tenThousand.decide / thousand.decide <= 15,
    ],
    ["a step in a kernel without a cache (ms)", without!, "", undefined],
    ["what keeping its value adds (ms)", kept! - without!, "< 1", kept! - without! < 1],
    ["a cached step of a run (ms)", cached!, "< 1", cached! < 1],
  ]
  if (options.json)
    console.log(JSON.stringify({ rows: rows.map(([name, value, bar, holds]) => ({ name, value, bar, holds })) }))
  else {
    console.log(
      `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, medians of ${rounds} rounds\n`,
    )
    for (const [name, value, bar, holds] of rows)
      console.log(
        `| ${name.padEnd(42)} | ${value.toPrecision(3).padStart(8)} | ${bar.padEnd(13)} | ${holds === undefined ? "" : holds ? "yes" : "NO"} |`,
      )
    process.exitCode = rows.every(([, , , holds]) => holds !== false) ? 0 : 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
