import type { Run } from "../jupyter/runs.ts"

/** A column of the table of runs. */
export interface Column {
  readonly kind: "parameter" | "figure"
  readonly name: string
}

/** A parameter or figure of a run; undefined where it has none of that name. */
export const valueIn = (run: Run, { kind, name }: Column): unknown =>
  kind === "parameter" ? run.params[name] : (run.figures[name] ?? undefined)

/** The parameters and figures of runs, in the order in which they first come; with `differing`, those alone in which two runs differ. */
export function columnsOf(runs: readonly Run[], differing: boolean): Column[] {
  const names = (of: (run: Run) => object) => [...new Set(runs.flatMap(run => Object.keys(of(run))))]
  const all = [
    ...names(run => run.params).map((name): Column => ({ kind: "parameter", name })),
    ...names(run => run.figures).map((name): Column => ({ kind: "figure", name })),
  ]
  if (!differing) return all
  return all.filter(column => new Set(runs.map(run => JSON.stringify(valueIn(run, column)))).size > 1)
}

/** Runs by a column: numbers by size, others as text, those without a value last whichever way it goes. */
export function sorted(runs: readonly Run[], column: Column, down: boolean): Run[] {
  const rank = (one: unknown, other: unknown) =>
    typeof one === "number" && typeof other === "number" ? one - other : text(one).localeCompare(text(other), "en")
  return [...runs].sort((one, other) => {
    const [a, b] = [valueIn(one, column), valueIn(other, column)]
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
    return down ? rank(b, a) : rank(a, b)
  })
}

/** A parameter's value as a reader would write it. */
export const text = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : (JSON.stringify(value) ?? "")
