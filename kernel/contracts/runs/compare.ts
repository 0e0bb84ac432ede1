import type { Metrics } from "../mime.ts"
import { counting, figuresOf, stepTitle } from "./figures.ts"
import type { RunRecord } from "./record.ts"

/** Something that is not the same in all runs that are compared: what it is in each, in their order; undefined where a run has none. */
export interface Difference<T = unknown> {
  name: string
  values: (T | undefined)[]
}

/** A figure of a step's training, epoch by epoch, in each run. */
export interface Curve {
  step: string
  figure: string
  values: (readonly (number | null)[] | undefined)[]
}

/** What tells runs apart. */
export interface Comparison {
  /** Parameters that were given; undefined stands for the notebook's own value. */
  params: Difference[]
  figures: Difference<number | null>[]
  environment: Difference<string>[]
  /** Code of cells, by their titles. */
  code: Difference<string>[]
  curves: Curve[]
}

/** Compares runs by what differs alone; curves are there in any case, since they nearly always do. */
export function compareRuns(runs: readonly RunRecord[]): Comparison {
  return {
    params: differences(runs.map(({ params }) => params)),
    figures: differences(runs.map(figuresOf)),
    environment: differences(runs.map(surroundings)),
    code: differences(runs.map(run => Object.fromEntries(run.cells.map(cell => [titleIn(run, cell), cell.code])))),
    curves: curvesOf(runs),
  }
}

/** Two steps may have one title: then the cell's number tells them apart. */
function titleIn({ cells }: RunRecord, cell: RunRecord["cells"][number]): string {
  const title = stepTitle(cell)
  return cells.some(other => other !== cell && stepTitle(other) === title) ? `${title} (cell ${cell.cell})` : title
}

function differences<T>(all: readonly Readonly<Record<string, T>>[]): Difference<T>[] {
  const names = new Set(all.flatMap(values => Object.keys(values)))
  return [...names]
    .map(name => ({ name, values: all.map(values => (Object.hasOwn(values, name) ? values[name] : undefined)) }))
    .filter(({ values }) => new Set(values.map(value => JSON.stringify(value))).size > 1)
}

function surroundings({ environment }: RunRecord): Record<string, string> {
  if (environment === null) return {}
  const { kaon, node, platform, arch, host, processor, backend, lockfile, git, plugins } = environment
  return {
    ...{ kaon, node, backend, host, processor },
    system: `${platform} ${arch}`,
    lockfile: lockfile?.slice(0, 10) ?? "none",
    plugins: plugins.map(({ name, version }) => `${name} ${version}`).join(", "),
    ...(git === null ? {} : { commit: `${git.commit.slice(0, 10)}${git.dirty ? " with changes" : ""}` }),
  }
}

function curvesOf(runs: readonly RunRecord[]): Curve[] {
  const found = new Map<string, Curve>()
  runs.forEach((run, i) => {
    for (const step of run.steps) {
      step.metrics.forEach((metrics, series) => {
        const title = step.metrics.length > 1 ? `${stepTitle(step)} (${series + 1})` : stepTitle(step)
        for (const [figure, values] of columnsOf(metrics)) {
          const key = JSON.stringify([title, figure])
          const curve = found.get(key) ?? { step: title, figure, values: runs.map(() => undefined) }
          curve.values[i] = values
          found.set(key, curve)
        }
      })
    }
  })
  return [...found.values()]
}

const columnsOf = ({ columns, rows }: Metrics): [string, (number | null)[]][] =>
  columns.flatMap((name, i) => (counting.has(name) ? [] : [[name, rows.map(row => row[i] ?? null)]]))
