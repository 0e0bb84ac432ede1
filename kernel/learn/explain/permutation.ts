import { KaonError } from "../../contracts/errors.ts"
import type { Split } from "../data/split.ts"
import { barChart } from "../evaluate/charts.ts"
import { figuresFor, largerIsWorse } from "../evaluate/figures.ts"
import { judgementsOf } from "../evaluate/judgements.ts"
import { randomFrom, range, shuffle } from "../random.ts"
import { View } from "../show/displayable.ts"
import type { Trained } from "../train/trained.ts"
import { featuresOf } from "./features.ts"
import { copyFeature, type RawRows } from "./raw-rows.ts"
import { outputsOf } from "./target.ts"

export interface PermutationOptions {
  /** What is measured; accuracy, or r2 of numbers, without it. */
  figure?: string
  /** How often each column is shuffled; 5 without it. */
  repeats?: number
  /** Side of a patch, where an example is an image; about an eighth of it without one. */
  patch?: number
  /** 0 without one: the same values each time. */
  seed?: number
}

export interface Importance {
  name: string
  /** What the figure gets worse by when the column is shuffled: mean and standard deviation over the repeats. */
  mean: number
  deviation: number
  values: number[]
}

/** What a model's figure hangs on. */
export class Importances extends View {
  readonly figure: string
  /** The figure as it is. */
  readonly value: number
  /** The most important first. */
  readonly features: readonly Importance[]

  constructor(figure: string, value: number, features: readonly Importance[]) {
    const bars = features
      .slice(0, 20)
      .map(({ name, mean, deviation }) => ({ name, value: mean, low: mean - deviation, high: mean + deviation }))
    super(barChart(`What ${figure} hangs on`, `${figure} lost`, bars).bundle)
    this.figure = figure
    this.value = value
    this.features = features
  }
}

/**
 * How much worse a figure gets on a split when the values of one column are shuffled among its rows (Breiman, 2001): what
 * the model uses, not what is true of the world. Columns that say the same share their importance.
 */
export async function permutation(
  trained: Trained,
  split: Split,
  {
    figure = trained.dataset.classes.length > 0 ? "accuracy" : "r2",
    repeats = 5,
    patch,
    seed = 0,
  }: PermutationOptions = {},
): Promise<Importances> {
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new KaonError("DATA_INVALID", `repeats is ${repeats}.`, { fix: "Give a whole number above 0." })
  }
  if (split.size < 2)
    throw new KaonError("DATA_INVALID", "There are too few rows to shuffle.", { fix: "Give a split with more rows." })
  const raw: RawRows = { values: split.columns(), count: split.size }
  const value = await figureOf(trained, split, raw, figure)
  const worse = largerIsWorse.has(figure) ? -1 : 1
  const random = randomFrom(seed)
  const features: Importance[] = []
  for (const feature of featuresOf(trained.prepare, patch)) {
    const values: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = shuffle(range(split.size), random)
      const mixed = { ...raw, values: raw.values.with(feature.column, raw.values[feature.column]!.slice()) }
      order.forEach((from, to) => {
        copyFeature(feature, { rows: raw, row: from }, { rows: mixed, row: to })
      })
      values.push(worse * (value - (await figureOf(trained, split, mixed, figure))))
    }
    const mean = values.reduce((a, b) => a + b, 0) / repeats
    const deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / repeats)
    features.push({ name: feature.name, mean, deviation, values })
  }
  features.sort((a, b) => b.mean - a.mean)
  return new Importances(figure, value, features).show()
}

async function figureOf(trained: Trained, split: Split, raw: RawRows, figure: string): Promise<number> {
  const judged = judgementsOf(trained, await outputsOf(trained, raw), split)
  const figures = figuresFor(judged)
  const of = figures[figure]
  if (of !== undefined) return of(judged)
  throw new KaonError("DATA_INVALID", `The model has no figure "${figure}".`, {
    fix: `It has ${Object.keys(figures).join(", ")}.`,
  })
}
