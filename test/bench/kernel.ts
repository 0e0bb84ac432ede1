import { existsSync } from "node:fs"
import { parseArgs } from "node:util"
import { findKernels, pythonPath } from "./kernels.ts"
import { rowsOf } from "./rows.ts"
import { collect, type Plan } from "./samples.ts"
import { runSuites } from "./suites.ts"
import { tableOf } from "./table.ts"

/*
 * Kaon's kernel beside others, in one run: `npm run bench:kernel [-- --quick] [-- --json]`. Ends with status 1 where a bar does
 * not hold, unless --json asks for the rows alone.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
})

const whole: Plan = {
  rounds: 5,
  measures: { basics: 5, lines: 5, display: 5, complete: 5, loop: 5, pending: 5, flat: 3, growing: 1 },
  sizes: { trips: 300, cells: 10, completions: 10, lines: 100_000, interrupts: 3, memory: 500 },
}
const quick: Plan = {
  rounds: 2,
  measures: { basics: 2, lines: 1, display: 1, complete: 1, loop: 1, pending: 1, flat: 1, growing: 1 },
  sizes: { trips: 300, cells: 5, completions: 5, lines: 100_000, interrupts: 2, memory: 100 },
}

if (!existsSync(pythonPath)) {
  console.error("Python with Jupyter's client is not here: run `node test/setup.mjs` first.")
  process.exit(1)
}
const plan = options.quick ? quick : whole
const { kernels, missing } = findKernels()
const wanted = kernels.filter(({ name }) => options.only === undefined || options.only.split(",").includes(name))
const samples = await collect(wanted, plan)
console.error("jupyter_kernel_test")
const suites = await runSuites(options.quick ? wanted.filter(({ name }) => name === "kaon") : wanted)
const rows = rowsOf({ samples, suites, missing, sizes: plan.sizes })
if (options.json) console.log(JSON.stringify({ rows }))
else {
  console.log(tableOf(rows, wanted, missing))
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1
}
