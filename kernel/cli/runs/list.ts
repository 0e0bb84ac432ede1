import { basename, dirname } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import type { RunSummary } from "../../contracts/runs/record.ts"
import { duration } from "../run/summary.ts"
import { terminalOf } from "../terminal.ts"
import { openedRuns } from "./opened.ts"
import { tableText } from "./table.ts"
import { figureText, paramText, stateText, timeText } from "./words.ts"

export interface ListFlags {
  folder: string
  number?: string
  json: boolean
}

/** `kaon runs ls`: the runs of a folder, or of one notebook. */
export function listVerb(notebook: string | undefined, { folder, number, json }: ListFlags): void {
  using runs = openedRuns(notebook === undefined ? folder : dirname(notebook))
  const all = runs?.list() ?? []
  const own = notebook === undefined ? all : all.filter(run => run.notebook === basename(notebook))
  const shown = own.slice(0, counted(number))
  if (json) process.stdout.write(`${JSON.stringify(shown)}\n`)
  else print(shown)
}

function print(runs: readonly RunSummary[]): void {
  const terminal = terminalOf(process.stdout)
  if (runs.length === 0) return void terminal.write("No run is recorded here.\n")
  const rows = runs.map(run => [
    run.id,
    stateText(terminal, run.state),
    run.notebook,
    timeText(run.began),
    duration(run.seconds),
    `${run.steps.done}/${run.steps.total}`,
    Object.entries(run.params)
      .map(([name, value]) => `${name}=${paramText(value)}`)
      .join(" "),
    Object.entries(run.figures)
      .slice(0, 4)
      .map(([name, value]) => `${name} ${figureText(value)}`)
      .join("  "),
  ])
  const headings = ["run", "state", "notebook", "began", "took", "steps", "parameters", "figures"]
  terminal.write(tableText(terminal, headings, rows, new Set([4, 5])))
}

function counted(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new KaonError("USAGE", `${text} is no number of runs.`, { fix: "Write, for example, -n 10." })
}
