import { KaonError } from "../../contracts/errors.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import type { Split } from "../data/split.ts"
import { figuresFor, largerIsWorse } from "../evaluate/figures.ts"
import { judged } from "../evaluate/judged.ts"
import { View } from "../show/displayable.ts"
import { figure, textTable } from "../show/text-table.ts"
import type { Layers } from "../tf.ts"
import { Trained } from "../train/trained.ts"
import { type Measured, measured } from "./measure.ts"
import type { Storage } from "./storage.ts"

export interface MeasureOptions {
  /** What the model is measured on, before and after. */
  on: Split
  /** Name of the figure; accuracy, or rmse of numbers, without it. */
  figure?: string
}

/** A smaller model, and what it has gained and lost. */
export class Compressed extends View {
  readonly trained: Trained
  readonly method: string
  readonly figure: string
  readonly before: Measured
  readonly after: Measured

  constructor(trained: Trained, method: string, name: string, before: Measured, after: Measured) {
    const header = ["measure", "before", "after"]
    const rows = [
      ["weights, bytes", before.bytes, after.bytes],
      ["gzipped, bytes", before.zipped, after.zipped],
      ["one example, ms", before.latency, after.latency],
      [name, before.figure, after.figure],
    ]
    const columns = header.map((title, i) => ({ name: title, type: i === 0 ? "string" : "number" }))
    const smaller = `${figure(Number((before.bytes / after.bytes).toPrecision(3)))} times smaller`
    super({
      [mimeTypes.table]: { columns, rows, total: rows.length },
      "text/plain": `${method}: ${smaller}\n${textTable(header, rows)}`,
    })
    this.trained = trained
    this.method = method
    this.figure = name
    this.before = before
    this.after = after
  }

  /** How much worse the figure is; below 0 where it is better. */
  get lost(): number {
    const lost = this.before.figure - this.after.figure
    return largerIsWorse.has(this.figure) ? -lost : lost
  }
}

/** The figure's name. Throws DATA_INVALID for one that such a model does not have, or an empty split. */
export function figureName({ dataset: { classes } }: Trained, { on, figure }: MeasureOptions): string {
  if (on.size === 0)
    throw new KaonError("DATA_INVALID", "There are no rows to measure on.", { fix: "Give a split with rows." })
  const name = figure ?? (classes.length > 0 ? "accuracy" : "rmse")
  const none = judged({
    actual: [],
    predicted: [],
    probabilities: undefined,
    weights: undefined,
    classes: classes.length,
  })
  const known = [
    ...Object.keys(figuresFor(none)),
    ...(classes.length > 0 ? ["logLoss", "brier", "rocAuc", "prAuc"] : []),
  ]
  if (known.includes(name)) return name
  throw new KaonError("DATA_INVALID", `The model has no figure "${name}".`, { fix: `It has ${known.join(", ")}.` })
}

/** Measures both, and shows the comparison. */
export async function compare(
  before: Trained,
  after: Trained,
  method: string,
  options: MeasureOptions,
): Promise<Compressed> {
  const name = figureName(before, options)
  const [was, is] = [await measured(before, options.on, name), await measured(after, options.on, name)]
  return new Compressed(after, method, name, was, is).show()
}

/** The same training's result with another model. */
export const withModel = (trained: Trained, model: Layers.LayersModel, storage: Storage = trained.storage): Trained => {
  const { history, best, stopped, preprocessing, dataset } = trained
  return new Trained({ model, history, best, stopped, preprocessing, dataset, storage })
}
