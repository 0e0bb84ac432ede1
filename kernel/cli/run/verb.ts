import { problemText } from "../problem.ts"
import { terminalOf } from "../terminal.ts"
import { stepLines } from "./lines.ts"
import type { RunFlags } from "./prepare.ts"
import { runNotebook } from "./run.ts"

/** `kaon run`: the exit status of the run. With `json`, stdout holds the run's events as NDJSON and nothing else. */
export function runVerb(path: string, { json, ...flags }: RunFlags & { json: boolean }): Promise<number> {
  const errors = terminalOf(process.stderr)
  const lines = json ? undefined : stepLines(terminalOf(process.stdout))
  return runNotebook(path, flags, {
    event: lines ?? (event => void process.stdout.write(`${JSON.stringify(event)}\n`)),
    problem: (problem, source) => errors.write(problemText(errors, problem, source)),
  })
}
