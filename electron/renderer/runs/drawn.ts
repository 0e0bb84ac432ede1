import { counting } from "../../../kernel/contracts/runs/figures.ts"
import type { RunRecord } from "../../../kernel/contracts/runs/record.ts"
import type { Run } from "../jupyter/runs.ts"

/** A run among others: what charts and lists show of it. */
export interface Drawn {
  readonly run: Run
  readonly record: RunRecord
  readonly name: string
  readonly colour: string
}

/** Colours by the order in which runs were made: a run has the same in every chart. */
export const colours = ["var(--accent)", "var(--train)", "var(--data)", "var(--bad)", "var(--model)", "var(--deploy)"]

/** Points of a metric over the epochs of a run's trainings, in their order; figures that are not finite are left out. */
export function pointsOf({ steps }: RunRecord, metric: string): { x: number; y: number }[] {
  return steps
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ columns, rows }) => {
      const [at, epoch] = [columns.indexOf(metric), columns.indexOf("epoch")]
      if (at < 0) return []
      return rows.flatMap((row, index) => {
        const y = row[at]
        return typeof y === "number" && Number.isFinite(y) ? [{ x: row[epoch] ?? index + 1, y }] : []
      })
    })
}

/** The metrics that runs have curves of, in the order in which they first come. */
export const metricsOf = (records: readonly RunRecord[]): string[] => [
  ...new Set(
    records
      .flatMap(({ steps }) => steps.flatMap(({ metrics }) => metrics.flatMap(({ columns }) => columns)))
      .filter(name => !counting.has(name)),
  ),
]
