import type { RunEvent } from "../../contracts/run.ts"
import { problemText } from "../problem.ts"
import { styled, terminalOf } from "../terminal.ts"
import { stepLines } from "./lines.ts"
import type { RunFlags } from "./prepare.ts"
import { runNotebook } from "./run.ts"

/**
 * `kaon run`: the exit status of the run. With `json`, stdout holds the run's events as NDJSON and nothing else; with `hold`, the
 * services that it put up are stopped at Ctrl-C, else they stay.
 */
export async function runVerb(
  path: string | undefined,
  { json, hold, ...flags }: RunFlags & { json: boolean; hold: boolean },
): Promise<number> {
  const errors = terminalOf(process.stderr)
  const tell = json
    ? (event: RunEvent) => void process.stdout.write(`${JSON.stringify(event)}\n`)
    : stepLines(terminalOf(process.stdout))
  const held = hold && path !== undefined ? new (await import("./hold.ts")).Held(path) : undefined
  const status = await runNotebook(path, flags, {
    event: event => {
      held?.event(event)
      tell(event)
    },
    problem: (problem, source) => errors.write(problemText(errors, problem, source)),
    note: sentence => errors.write(`${styled(errors, "dim", sentence)}\n`),
  })
  await held?.end(status === 0)
  return status
}
