import type { Metrics } from "../mime.ts"
import type { RunRecord, RunSummary, StepRecord } from "./record.ts"

type Figures = RunSummary["figures"]

/** Columns of a training's curves that are no figures of it. */
export const counting: ReadonlySet<string> = new Set(["epoch", "learningRate", "seconds"])

/** What a run gave in figures: those of its reports, and of the best epoch of each training (the last, where none is). */
export function figuresOf({ steps }: Pick<RunRecord, "steps">): Figures {
  const found: { step: StepRecord; name: string; value: number | null }[] = steps.flatMap(step =>
    [...step.metrics.flatMap(best), ...Object.entries(step.report?.figures ?? {})].map(([name, value]) => {
      return { step, name, value }
    }),
  )
  const owners = new Map<string, Set<string>>()
  for (const { step, name } of found) owners.set(name, (owners.get(name) ?? new Set()).add(step.cellId))
  return Object.fromEntries(
    found.map(({ step, name, value }) => [owners.get(name)!.size > 1 ? `${stepTitle(step)} ${name}` : name, value]),
  )
}

function best({ columns, rows, best: index }: Metrics): [string, number | null][] {
  const row = rows[index] ?? rows.at(-1) ?? []
  return columns.flatMap((name, i) => (counting.has(name) ? [] : [[name, row[i] ?? null] as [string, number | null]]))
}

/** What people call a step: its stage and name, or the number of its cell. */
export const stepTitle = ({ stage, name, cell }: Pick<StepRecord, "stage" | "name" | "cell">): string =>
  stage === undefined ? `cell ${cell}` : [stage, name].filter(part => part !== undefined).join(" ")

/** A run as it stands in a list. */
export function summaryOf(run: RunRecord): RunSummary {
  const { id, number, notebook, state, params, began, ended, seconds, resumed, steps, error, environment } = run
  const count = (test: (step: StepRecord) => boolean) => steps.filter(test).length
  return {
    ...{ id, number, notebook, state, params, began, ended, seconds, resumed },
    steps: {
      total: steps.length,
      done: count(step => step.state === "done"),
      cached: count(step => step.cached),
      failed: count(step => step.state === "failed"),
    },
    figures: figuresOf(run),
    error: error && { code: error.code, message: error.message },
    commit: environment?.git?.commit ?? null,
    dirty: environment?.git?.dirty ?? false,
  }
}
