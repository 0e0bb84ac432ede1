import type { Diagnostic } from "../../contracts/cell.ts"
import { errorCodes, KaonError } from "../../contracts/errors.ts"
import { type Planned, planPipeline } from "../../pipeline/index.ts"
import { problemText } from "../problem.ts"
import { styled, terminalOf } from "../terminal.ts"
import { openPipeline } from "./pipeline.ts"
import { prepareRun } from "./prepare.ts"
import { described, type Step, titleOf } from "./steps.ts"
import { duration } from "./summary.ts"

export interface PlanFlags {
  param: readonly string[]
  from: string | undefined
  only: readonly string[]
  json: boolean
}

/** `kaon plan`: what `kaon run` would do with each step, and why. The exit status of the checks; nothing runs. */
export async function planVerb(path: string, { json, ...flags }: PlanFlags): Promise<number> {
  const prepared = await prepareRun(path, { ...flags, output: undefined, kernel: undefined, timeout: undefined })
  const { steps, diagnostics, kernel, forced } = prepared
  if (kernel !== "kaon") {
    throw new KaonError("USAGE", `A ${kernel} notebook has no plan: every step of it always runs.`, {
      fix: "Run it with kaon run.",
    })
  }
  const errors = terminalOf(process.stderr)
  for (const problem of diagnostics)
    errors.write(problemText(errors, problem, steps.find(({ cell }) => cell === problem.cell)?.source))
  const broken = diagnostics.find(({ severity }: Diagnostic) => severity === "error")
  if (broken !== undefined) return errorCodes[broken.code]

  using pipeline = openPipeline(path, steps, sentence => errors.write(`${styled(errors, "dim", sentence)}\n`))
  const { cells, store, ledger, notebook, stepOf } = pipeline
  const plan = await planPipeline({
    ...{ cells, store, ledger, notebook },
    forced: new Set(cells.filter(({ id }) => forced.has(id))),
  })
  if (json)
    process.stdout.write(
      `${JSON.stringify({ notebook: path, steps: plan.map(entry => asJson(entry, stepOf(entry.cell))) })}\n`,
    )
  else print(plan.map(entry => ({ ...entry, title: titleOf(stepOf(entry.cell)) })))
  return 0
}

const asJson = ({ action, why, seconds }: Planned, step: Step) => ({
  ...described(step),
  action,
  why,
  seconds: seconds ?? null,
})

const marks = { cached: ["green", "✓"], runs: ["cyan", "●"], follows: ["yellow", "○"] } as const

function print(plan: readonly (Planned & { title: string })[]): void {
  const terminal = terminalOf(process.stdout)
  const width = Math.max(0, ...plan.map(({ title }) => title.length))
  for (const { action, why, seconds, title } of plan) {
    const [colour, mark] = marks[action]
    const took = styled(terminal, "dim", (seconds === undefined ? "" : duration(seconds)).padStart(9))
    terminal.write(`${styled(terminal, colour, mark)} ${title.padEnd(width)}  ${action.padEnd(7)} ${took}   ${why}\n`)
  }
}
