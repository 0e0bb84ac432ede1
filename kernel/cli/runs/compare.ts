import { diff } from "node:util"
import { KaonError } from "../../contracts/errors.ts"
import { type Comparison, compareRuns, type Difference } from "../../contracts/runs/compare.ts"
import type { RunRecord } from "../../contracts/runs/record.ts"
import { styled, type Terminal, terminalOf } from "../terminal.ts"
import { noRuns } from "./none.ts"
import { openedRuns } from "./opened.ts"
import { sparkline } from "./sparkline.ts"
import { tableText } from "./table.ts"
import { figureText, paramText, stateText } from "./words.ts"

/** `kaon runs compare`: what tells runs apart, and nothing that they share. */
export function compareVerb(references: readonly string[], { folder, json }: { folder: string; json: boolean }): void {
  using runs = openedRuns(folder)
  if (runs === undefined) throw noRuns(references[0] ?? "last")
  if (references.length < 2) {
    throw new KaonError("USAGE", "One run alone cannot be compared.", {
      fix: "Name two or more: kaon runs compare 1 2.",
    })
  }
  const records = references.map(reference => runs.read(reference))
  const comparison = compareRuns(records)
  if (json) {
    const names = records.map(({ id }) => id)
    return void process.stdout.write(`${JSON.stringify({ runs: names, ...comparison })}\n`)
  }
  const terminal = terminalOf(process.stdout)
  terminal.write(comparisonText(terminal, records, comparison))
}

function comparisonText(terminal: Terminal, records: readonly RunRecord[], comparison: Comparison): string {
  const { params, figures, environment, code, curves } = comparison
  const sections: [string, Difference[], (value: unknown) => string][] = [
    ["parameter", params, value => (value === undefined ? "as in the notebook" : paramText(value))],
    ["figure", figures, value => figureText(typeof value === "number" ? value : null)],
    ["on", environment, value => (value === undefined ? "–" : String(value))],
  ]
  const headings = (what: string) => [what, ...records.map(({ id }) => id)]
  const tables = sections
    .filter(([, rows]) => rows.length > 0)
    .map(([what, rows, text]) =>
      tableText(
        terminal,
        headings(what),
        rows.map(({ name, values }) => [name, ...values.map(text)]),
      ),
    )
  const drawn = curves.map(({ step, figure, values }) => [
    `${step}: ${figure}`,
    ...values.map(curve => (curve === undefined ? "–" : `${sparkline(curve, 24)} ${figureText(curve.at(-1) ?? null)}`)),
  ])
  const states = tableText(terminal, headings("run"), [
    ["state", ...records.map(({ state }) => stateText(terminal, state))],
  ])
  const changes = code.map(({ name, values }) =>
    [styled(terminal, "bold", name), ...codeText(terminal, values), ""].join("\n"),
  )
  return [
    states,
    ...tables,
    ...(drawn.length === 0 ? [] : [tableText(terminal, headings("curve"), drawn)]),
    ...changes,
    ...(tables.length + changes.length === 0
      ? ["The runs differ in nothing that is recorded, but for their curves and times.\n"]
      : []),
  ].join("\n")
}

/** By what Node's diff says of a line: in the first text alone, in the second alone, in both. */
const signs = { "1": ["red", "-"], "-1": ["green", "+"], "0": ["dim", " "] } as const

/** Each run's code beside that of the one before it, where it is another. */
function codeText(terminal: Terminal, values: readonly (unknown | undefined)[]): string[] {
  const texts = values.map(value => (typeof value === "string" ? value : ""))
  return texts.slice(1).flatMap((text, i) => {
    const before = texts[i]!
    if (before === text) return []
    return diff(before.split("\n"), text.split("\n")).map(([operation, line]) => {
      const [colour, sign] = signs[operation < 0 ? "-1" : operation > 0 ? "1" : "0"]
      return styled(terminal, colour, `  ${sign} ${line}`)
    })
  })
}
