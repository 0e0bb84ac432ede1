import { stripVTControlCharacters } from "node:util"
import type { Metrics } from "../../contracts/mime.ts"
import { stepTitle } from "../../contracts/runs/figures.ts"
import type { RunRecord, StepRecord } from "../../contracts/runs/record.ts"
import { problemText } from "../problem.ts"
import { duration } from "../run/summary.ts"
import { styled, type Terminal, terminalOf } from "../terminal.ts"
import { noRuns } from "./none.ts"
import { openedRuns } from "./opened.ts"
import { sparkline } from "./sparkline.ts"
import { tableText } from "./table.ts"
import { figureText, paramText, stateText, timeText } from "./words.ts"

/** Lines of a step's text that are shown. */
const shownLines = 12

/** `kaon runs show`: a run with its steps, curves, figures and what it ran on. */
export function showVerb(reference: string, { folder, json }: { folder: string; json: boolean }): void {
  using runs = openedRuns(folder)
  if (runs === undefined) throw noRuns(reference)
  const run = runs.read(reference)
  if (json) return void process.stdout.write(`${JSON.stringify(run)}\n`)
  const terminal = terminalOf(process.stdout)
  terminal.write(
    [head(terminal, run), steps(terminal, run), ...run.steps.flatMap(step => below(terminal, step))].join("\n"),
  )
  if (run.error !== null) {
    const source = run.cells.find(({ cell }) => cell === run.error?.cell)?.code
    terminal.write(`\n${problemText(terminal, { ...run.error }, source)}`)
  }
  if (run.damaged > 0)
    terminal.write(`\n${styled(terminal, "yellow", `${run.damaged} lines of its journal are damaged and left out.`)}\n`)
}

function head(terminal: Terminal, run: RunRecord): string {
  const { environment } = run
  const params = Object.entries(run.params).map(([name, value]) => `${name}=${paramText(value)}`)
  const git = environment?.git
  const lines: [string, string][] = [
    ["run", `${run.id}   ${stateText(terminal, run.state)}`],
    ["notebook", run.notebook],
    [
      "began",
      `${timeText(run.began)}, took ${duration(run.seconds)}${run.resumed > 0 ? `, resumed ${run.resumed} ×` : ""}`,
    ],
    ["parameters", params.join(" ") || "as in the notebook"],
    [
      "on",
      environment === null
        ? "not known"
        : `${environment.host}, ${environment.processor} × ${environment.cores}, ${environment.backend}`,
    ],
    ["with", environment === null ? "not known" : [`Kaon ${environment.kaon}`, `Node ${environment.node}`].join(", ")],
    [
      "commit",
      git
        ? `${git.commit.slice(0, 10)}${git.branch === null ? "" : ` (${git.branch})`}${git.dirty ? ", with changes" : ""}`
        : "no repository",
    ],
  ]
  return lines.map(([name, text]) => `${styled(terminal, "dim", name.padEnd(10))}  ${text}\n`).join("")
}

function steps(terminal: Terminal, { steps: all }: RunRecord): string {
  const rows = all.map(step => [
    stateText(terminal, step.state),
    stepTitle(step),
    step.cached ? "cached" : step.attempts.length === 0 ? "" : duration(step.seconds),
    step.attempts.length > 1 ? `${step.attempts.length} ×` : "",
    step.artefacts.map(({ name, bytes }) => `${name} ${sized(bytes)}`).join(", "),
    step.why ?? "",
  ])
  return tableText(terminal, ["step", "", "took", "", "left", "why"], rows, new Set([2]))
}

function below(terminal: Terminal, step: StepRecord): string[] {
  const curves = step.metrics.flatMap(curve)
  const figures = Object.entries(step.report?.figures ?? {}).map(([name, value]) => `  ${name} ${figureText(value)}`)
  const gates = (step.report?.gates ?? []).map(({ figure, bound, wanted, got, met }) => {
    const sign = bound === "atLeast" ? "≥" : "≤"
    return `  ${stateText(terminal, met ? "done" : "gate")}: ${figure} ${figureText(got)} ${sign} ${wanted}`
  })
  const lines = [...curves, ...figures, ...gates, ...text(terminal, step)]
  return lines.length === 0 ? [] : [styled(terminal, "bold", stepTitle(step)), ...lines, ""]
}

function curve({ columns, rows, best }: Metrics): string[] {
  return columns.flatMap((name, i) => {
    if (name === "epoch" || name === "seconds" || name === "learningRate") return []
    const values = rows.map(row => row[i] ?? null)
    const at = best >= 0 ? `, best epoch ${figureText(values[best] ?? null)}` : ""
    return [
      `  ${name.padEnd(12)} ${sparkline(values)}  ${figureText(values[0] ?? null)} → ${figureText(values.at(-1) ?? null)}${at}`,
    ]
  })
}

function text(terminal: Terminal, { log: { head: first, omitted, tail } }: StepRecord): string[] {
  const gap = omitted > 0 ? `\n… ${omitted} characters …\n` : ""
  const lines = stripVTControlCharacters(first + gap + tail)
    .trimEnd()
    .split("\n")
  if (lines.length === 1 && lines[0] === "") return []
  const shown = lines.slice(-shownLines).map(line => `    ${line}`)
  const more = lines.length - shown.length
  return more > 0 ? [styled(terminal, "dim", `    … ${more} lines before`), ...shown] : shown
}

const sized = (bytes: number): string =>
  bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
