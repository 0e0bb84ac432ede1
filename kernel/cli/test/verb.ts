import { errorCodes } from "../../contracts/errors.ts"
import type { Report } from "../../contracts/mime.ts"
import { mimeTypes, reportSchema } from "../../contracts/mime.ts"
import type { RunError, RunEvent } from "../../contracts/run.ts"
import { problemText } from "../problem.ts"
import { runNotebook } from "../run/run.ts"
import { duration } from "../run/summary.ts"
import { styled, type Terminal, terminalOf } from "../terminal.ts"
import { notebooksIn } from "./notebooks.ts"
import { testParams } from "./params.ts"

/** What came of a notebook's test: a line of `--json`. */
export interface Tested {
  notebook: string
  outcome: "done" | "failed" | "gate" | "interrupted"
  seconds: number
  params: Record<string, unknown>
  gates: Report["gates"]
  error: RunError | null
}

export interface TestFlags {
  param: readonly string[]
  timeout: string | undefined
  cache: boolean
  json: boolean
}

/**
 * `kaon test`: runs notebooks on their small fixtures (the parameters below `kaon.test.params` in their metadata), so that their
 * contracts and gates are held. Each is run, whatever became of those before it; no run is recorded. Gives the exit status: the worst
 * of them all.
 */
export async function testVerb(paths: readonly string[], { json, ...flags }: TestFlags): Promise<number> {
  const [out, errors] = [terminalOf(process.stdout), terminalOf(process.stderr)]
  let worst = 0
  for (const notebook of await notebooksIn(paths)) {
    const tested = await testOne(notebook, flags, errors)
    out.write(json ? `${JSON.stringify(tested)}\n` : lineOf(out, tested))
    const status = tested.outcome === "done" ? 0 : tested.error === null ? 1 : errorCodes[tested.error.code]
    if (status === errorCodes.INTERRUPTED) return status
    // A gate that is not met says less than a notebook that does not run.
    worst = worst === 0 || worst === errorCodes.GATE_NOT_MET ? status || worst : worst
  }
  return worst
}

async function testOne(
  notebook: string,
  { param, timeout, cache }: Omit<TestFlags, "json">,
  errors: Terminal,
): Promise<Tested> {
  const tested: Tested = { notebook, outcome: "failed", seconds: 0, params: {}, gates: [], error: null }
  const event = (told: RunEvent) => {
    if (told.event === "run-started") tested.params = told.params
    if (told.event === "step-output") tested.gates.push(...gatesIn(told.output))
    if (told.event !== "run-ended") return
    const { outcome, seconds, error = null } = told
    Object.assign(tested, { outcome, seconds, error })
  }
  const params = await testParams(notebook, param)
  const flags = { ...{ param: params, timeout, cache }, output: undefined, kernel: undefined, record: false }
  await runNotebook(notebook, flags, {
    event,
    problem: (problem, source) => errors.write(problemText(errors, problem, source)),
    note: sentence => errors.write(`${styled(errors, "dim", sentence)}\n`),
  })
  return tested
}

function gatesIn(output: unknown): Report["gates"] {
  const data = typeof output === "object" && output !== null && "data" in output ? output.data : undefined
  const report = typeof data === "object" && data !== null ? Reflect.get(data, mimeTypes.report) : undefined
  return reportSchema.safeParse(report).data?.gates ?? []
}

const marks = { done: ["green", "✓"], failed: ["red", "✗"], gate: ["red", "✗"], interrupted: ["yellow", "◼"] } as const

function lineOf(terminal: Terminal, { notebook, outcome, seconds, gates }: Tested): string {
  const [colour, mark] = marks[outcome]
  const figures = gates.map(({ figure, bound, wanted, got }) => {
    const sign = bound === "atLeast" ? "≥" : "≤"
    return `${figure} ${got === null ? "–" : Number(got.toPrecision(4))} ${sign} ${wanted}`
  })
  const time = styled(terminal, "dim", duration(seconds))
  return `${styled(terminal, colour, mark)} ${notebook}  ${time}${figures.length > 0 ? `  ${figures.join(" · ")}` : ""}\n`
}
