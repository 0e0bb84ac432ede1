import type { DatasetPayload } from "../../contracts/dataset.ts"
import { KaonError } from "../../contracts/errors.ts"
import { range } from "../random.ts"
import { fitSteps } from "../steps/fit.ts"
import type { RowStep } from "../steps/rows.ts"
import { sideBySide } from "../steps/side-by-side.ts"
import type { ChainedStep } from "../steps/table.ts"
import type { Augmentation } from "./augment/options.ts"
import { Dataset } from "./dataset.ts"
import { type Division, divide } from "./divide.ts"
import { fingerprint } from "./fingerprint.ts"
import { foldRows } from "./fold-rows.ts"
import { inputColumns, valuesOf } from "./input-columns.ts"
import { type WindowOptions, windowed } from "./series/windows.ts"
import { type SplitSpec, splitChoice } from "./split-spec.ts"
import type { Rest } from "./stream/rest.ts"
import { type Source, sourceFrom, widthOf } from "./table.ts"

export interface BuildPlan {
  /** With the rows that are not held in memory, where there are such. */
  load: () => Promise<DatasetPayload & { rest?: Rest }>
  /** Makes one row of several, before anything else is done to them. */
  windows?: WindowOptions | undefined
  rowSteps: readonly RowStep[]
  chain: readonly ChainedStep[]
  split: SplitSpec
  augment?: Augmentation | undefined
}

/** As of a split, but that the test rows are the fold's. */
export interface FoldSpec extends Omit<SplitSpec, "test"> {
  /** Take rows by chance: true without it. */
  shuffle?: boolean
}

/** The rows that the row steps leave, of the source's own and of its test rows, each by itself. */
function rowsLeft(source: Source, rowSteps: readonly RowStep[]) {
  const columns = source.table.columns
  const kept = (rows: Uint32Array) => rowSteps.reduce((left, step) => step.keep(columns, left), rows)
  const all = range(source.table.rows)
  const own = source.table.rows - source.testRows
  return { own: kept(all.subarray(0, own)), test: kept(all.subarray(own)) }
}

async function sourceOf({ load, windows, rowSteps }: BuildPlan): Promise<{ source: Source; rest: Rest | undefined }> {
  const { rest, ...payload } = await load()
  if (rest !== undefined && (windows !== undefined || rowSteps.length > 0)) {
    const step = windows === undefined ? rowSteps[0]!.description : "windows"
    throw new KaonError("DATA_INVALID", `"${step}" cannot be done to rows that are read as they are trained on.`, {
      fix:
        windows === undefined
          ? "Do it to the table in SQL (table.where, table.sql) before .predict, or leave the sample out."
          : "A window needs the rows before it, and a sample by chance holds few of those: make past values columns in SQL, such as lag(y, 1) OVER (ORDER BY day), before .predict; or leave the sample out.",
    })
  }
  return { source: sourceFrom(windows === undefined ? payload : windowed(payload, windows)), rest }
}

export async function makeDataset(plan: BuildPlan): Promise<Dataset> {
  const { source, rest } = await sourceOf(plan)
  const left = rowsLeft(source, plan.rowSteps)
  return prepared(plan, source, divide(source, left.own, left.test, splitChoice(plan.split, source)), rest)
}

/** One dataset for each fold, which is its test split; steps are fitted for each on its own training rows alone. */
export async function makeFolds(
  plan: BuildPlan,
  count: number,
  { shuffle = true, ...spec }: FoldSpec,
): Promise<Dataset[]> {
  const { source } = await sourceOf(plan)
  const { own } = rowsLeft(source, plan.rowSteps)
  const choice = splitChoice({ ...plan.split, ...spec }, source)
  return foldRows(source, own, count, choice, shuffle).map(rows => prepared(plan, source, rows))
}

/** Fits the steps on the training rows, and on nothing else. */
function prepared({ rowSteps, chain, augment }: BuildPlan, source: Source, division: Division, rest?: Rest): Dataset {
  const inputs = inputColumns(source.features)
  const training = source.features.map(column => valuesOf(column, division.train))
  const { target } = source
  const classes = target.kind === "class" ? (target.classes?.length ?? 0) : 0
  const width = widthOf(target)
  // Of several numbers to predict, steps that look at the target (target encoding) see the first.
  const values = new Float64Array(division.train.length)
  for (let i = 0; i < values.length; i++) values[i] = target.values[division.train[i]! * width] as number
  const context = { rows: division.train.length, target: { values, classes } }
  const fitted = fitSteps(inputs, chain, training, context)
  const train = new Uint32Array(fitted.kept.length)
  for (let i = 0; i < train.length; i++) train[i] = division.train[fitted.kept[i]!]!
  const rows = { ...division, train }
  const parts = [rows.train, rows.validation ?? new Uint32Array(), rows.test]
  const choices = [fitted.steps, ...[augment, rest?.digest].filter(choice => choice !== undefined)]
  return new Dataset({
    source,
    rows,
    steps: fitted.steps,
    rowSteps: rowSteps.map(step => step.description),
    fingerprint: fingerprint(source, choices.length === 1 ? fitted.steps : choices, parts),
    rest,
    augmentation: augment,
    trained: fitted.training && sideBySide(fitted.training, train.length),
  })
}
