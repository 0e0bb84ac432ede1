import { randomUUID } from "node:crypto"
import { currentCell } from "../../contracts/context.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import type { Dataset } from "../data/dataset.ts"
import { View } from "../show/displayable.ts"
import { figure, textTable } from "../show/text-table.ts"
import type { Layers } from "../tf.ts"
import { fitWatched } from "../train/fit.ts"
import type { Observer } from "../train/observer.ts"
import type { FitOptions } from "../train/options.ts"
import type { Trained } from "../train/trained.ts"
import { measure } from "./evaluate.ts"
import type { Report } from "./report.ts"

export interface CrossValidationOptions extends Omit<FitOptions, "checkpoints" | "resume"> {
  /** How many folds, where a builder is given; 5 without it. */
  folds?: number
}

/** A figure over the folds: its mean, its standard deviation (n − 1), and each fold's. */
export interface Spread {
  mean: number
  deviation: number
  values: number[]
}

/** How good a kind of model is on data that it has not seen, and how much that hangs on which data. */
export class CrossValidation extends View {
  readonly figures: Readonly<Record<string, Spread>>
  /** Of each fold: the model that was trained without it, and its report on it. */
  readonly trained: readonly Trained[]
  readonly reports: readonly Report[]

  constructor(trained: readonly Trained[], reports: readonly Report[]) {
    const names = Object.keys(reports[0]!.figures)
    const figures = Object.fromEntries(
      names.map(name => [name, spreadOf(reports.map(({ figures }) => figures[name]!))]),
    )
    const header = ["figure", "mean", "deviation", ...reports.map((_, i) => `fold ${i + 1}`)]
    const rows = names.map(name => [name, figures[name]!.mean, figures[name]!.deviation, ...figures[name]!.values])
    const columns = header.map((name, i) => ({ name, type: i === 0 ? "string" : "number" }))
    super({ [mimeTypes.table]: { columns, rows, total: rows.length }, "text/plain": textTable(header, rows) })
    this.figures = figures
    this.trained = trained
    this.reports = reports
  }
}

function spreadOf(values: number[]): Spread {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)), values }
}

type Folding = { folds(count: number): Promise<Dataset[]> }

/**
 * Trains a fresh model on each fold and measures it on the rows that the fold holds back. `make` builds the model for a
 * fold's data. Folds come from a dataset that is not awaited yet (its steps are then fitted on each fold's training rows),
 * or as they are given. An interrupt throws: an average over some folds is not the figure that was asked for.
 */
export async function crossValidate(
  make: (data: Dataset) => Layers.LayersModel,
  data: Folding | readonly Dataset[],
  { folds = 5, ...options }: CrossValidationOptions = {},
): Promise<CrossValidation> {
  const parts = "folds" in data ? await data.folds(folds) : data
  const trained: Trained[] = []
  const reports: Report[] = []
  const show = progress(parts.length)
  for (const [i, part] of parts.entries()) {
    const model = await fitWatched(make(part), part, options, { watch: ({ epochs }) => show(i, epochs) })
    currentCell()?.signal.throwIfAborted()
    trained.push(model)
    reports.push(await measure(model, part.test))
  }
  return new CrossValidation(trained, reports).show()
}

/** One progress line for all folds. */
function progress(folds: number) {
  const cell = currentCell()
  const displayId = `folds-${randomUUID()}`
  let [shown, drawn] = [false, 0]
  const draw = (fraction: number, detail: string, state: "running" | "done" | "failed") => {
    const view = { label: "cross-validation", fraction, state, detail, secondsLeft: null }
    cell?.display({ [mimeTypes.progress]: view, "text/plain": detail }, { displayId, update: shown })
    shown = true
    drawn = performance.now()
  }
  return (fold: number, epochs: number): Observer => ({
    batch({ epoch, done, of, loss }) {
      if (performance.now() - drawn < 100) return
      const share = (epoch - 1 + done / of) / epochs
      draw((fold + share) / folds, `fold ${fold + 1} of ${folds} · epoch ${epoch} · loss ${figure(loss)}`, "running")
    },
    end(outcome) {
      if (outcome === undefined) draw(fold / folds, `fold ${fold + 1} failed`, "failed")
      else if (fold + 1 === folds) draw(1, `${folds} folds`, "done")
    },
  })
}
