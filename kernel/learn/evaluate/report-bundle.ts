import type { Report as ReportView } from "../../contracts/mime.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import { count, figure, textTable } from "../show/text-table.ts"
import { worstExamples } from "./examples.ts"
import type { Gate } from "./gate.ts"
import type { Report } from "./report.ts"

/** A report as an output: its figures, the confusion counts, and its gates. */
export function reportBundle(report: Report) {
  const { task, rows, figures, gates, outcomes, confusionCounts } = report
  const finite = Object.entries(figures).map(([name, value]) => [name, Number.isFinite(value) ? value : null])
  const view: ReportView = {
    task,
    rows,
    figures: Object.fromEntries(finite) as ReportView["figures"],
    ...(confusionCounts && {
      classes: [...outcomes.classes],
      confusion: confusionCounts,
      examples: worstExamples(outcomes),
    }),
    gates: gates.map(gate => ({ ...gate })),
  }
  const lines = [
    `${task} of ${count(rows)} examples (${outcomes.split.name})`,
    textTable(["figure", "value"], Object.entries(figures)),
    ...gates.map(gateLine),
  ]
  return { [mimeTypes.report]: view, "text/plain": lines.join("\n") }
}

const bounds = { atLeast: "at least", atMost: "at most" } as const

const gateLine = ({ figure: name, bound, wanted, got, met }: Gate): string =>
  `${met ? "✓" : "✗"} ${name} ${bounds[bound]} ${wanted}: ${got === null ? "not a number" : figure(got)}`
