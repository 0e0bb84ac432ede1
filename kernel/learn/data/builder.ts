import { dateParts } from "../steps/date-parts.ts"
import { deidentify } from "../steps/deidentify.ts"
import { denoise } from "../steps/denoise.ts"
import { type EncodeOptions, type Encoding, encoders } from "../steps/encoders.ts"
import { fillMissing } from "../steps/fill-missing.ts"
import { fillByModel } from "../steps/fill-model.ts"
import { outliersByBounds, outliersByForest } from "../steps/outliers.ts"
import { dropDuplicates, dropMissing, filter, type RowStep, take } from "../steps/rows.ts"
import { scale } from "../steps/scale.ts"
import type {
  ChainedStep,
  DateOptions,
  Deidentification,
  DeidentifyOptions,
  DenoiseOptions,
  Denoising,
  Filling,
  OutlierMethod,
  OutlierOptions,
  Scaling,
} from "../steps/table.ts"
import type { Augmentation } from "./augment/options.ts"
import type { Dataset } from "./dataset.ts"
import { type BuildPlan, type FoldSpec, makeDataset, makeFolds } from "./make.ts"
import type { Row } from "./row.ts"
import type { WindowOptions } from "./series/windows.ts"
import type { SplitSpec } from "./split-spec.ts"

/** The columns a step is for; all that suit it without them. */
type Columns = { columns?: readonly string[] }

/**
 * A dataset that is not loaded yet. Every method returns a new builder; `await` loads and prepares it, once for each
 * builder. Steps that leave rows out see raw rows, in the order of the chain; then comes the split; then the steps that
 * change values, in the order of the chain, fitted on the training rows alone and saved with the model.
 */
export class DatasetBuilder implements PromiseLike<Dataset> {
  readonly #plan: BuildPlan
  #made: Promise<Dataset> | undefined

  constructor(plan: BuildPlan) {
    this.#plan = plan
  }

  /**
   * Makes windows of a series: each row becomes the past of some columns, and what is to be predicted are the target's next
   * values. Windows are split by time, so that none is trained on that reaches into what is tested.
   */
  windows(options: WindowOptions): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, windows: options })
  }

  /** Of rows that are equal in every column (or in those named), keeps the first. */
  dropDuplicates({ columns }: Columns = {}): DatasetBuilder {
    return this.#rows(dropDuplicates(columns))
  }

  /** Leaves out rows with a missing value in any column (or in those named). */
  dropMissing({ columns }: Columns = {}): DatasetBuilder {
    return this.#rows(dropMissing(columns))
  }

  /** Keeps the first rows. */
  take(count: number): DatasetBuilder {
    return this.#rows(take(count))
  }

  /** Keeps the rows for which the function answers true. */
  filter(test: (row: Row) => boolean): DatasetBuilder {
    return this.#rows(filter(test))
  }

  /**
   * Fills what is missing: with the "mean" or "median" of the training rows (numbers, dates), their "mode" (anything), a
   * number or a text; or with a "model", which predicts missing numbers from the other columns of numbers.
   */
  fillMissing(filling: Filling | "model", { columns }: Columns = {}): DatasetBuilder {
    if (filling === "model") return this.#chain({ name: "fill model", step: { all: fillByModel }, columns })
    const name = ["mean", "median", "mode"].includes(String(filling)) ? `fill ${filling}` : "fill constant"
    return this.#chain({ name, step: { one: fillMissing(filling) }, columns })
  }

  /** Leaves out, clips, blanks or flags outliers, by quartiles ("iqr"), deviations ("z-score") or an "isolation-forest". */
  outliers(method: OutlierMethod, { columns, ...options }: Columns & OutlierOptions = {}): DatasetBuilder {
    const all = method === "isolation-forest" ? outliersByForest(options) : outliersByBounds(method, options)
    return this.#chain({ name: `outliers ${method}`, step: { all }, columns })
  }

  /** Smooths images, sounds and series, each example by itself: by "median", "gaussian" or moving "average". */
  denoise(method: Denoising, { columns, ...options }: Columns & DenoiseOptions = {}): DatasetBuilder {
    return this.#chain({ name: `denoise ${method}`, step: { one: denoise(method, options) }, columns })
  }

  /** Scales images and numbers: "min-max" to 0–1, "standard" to mean 0 and deviation 1, "robust" by median and quartiles. */
  scale(method: Scaling, { columns }: Columns = {}): DatasetBuilder {
    return this.#chain({ name: `scale ${method}`, step: { one: scale(method) }, columns })
  }

  /** Turns classes and texts among the features into numbers. */
  encode<E extends Encoding>(
    encoding: E,
    { columns, ...options }: Columns & EncodeOptions[E] = {} as EncodeOptions[E],
  ): DatasetBuilder {
    const one = (encoders[encoding] as (options: object) => ReturnType<typeof scale>)(options)
    return this.#chain({ name: `encode ${encoding}`, step: { one }, columns })
  }

  /** Turns dates into year, month, day, weekday and so on, as numbers or as places on a circle. */
  dateParts({ columns, ...options }: Columns & DateOptions = {}): DatasetBuilder {
    return this.#chain({ name: "date parts", step: { one: dateParts(options) }, columns })
  }

  /** Masks, hashes or drops what tells who somebody is: e-mail addresses, phone and card numbers, columns named so. */
  deidentify(method: Deidentification, { columns, ...options }: Columns & DeidentifyOptions = {}): DatasetBuilder {
    return this.#chain({ name: `deidentify ${method}`, step: { one: deidentify(method, options) }, columns })
  }

  /** Varies training examples by chance each time they are seen: in training alone, never in validation, tests or serving. */
  augment(augment: Augmentation): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, augment: { ...this.#plan.augment, ...augment } })
  }

  /** Holds rows back for testing (and validation). Shares and seed may come from the cell's header instead. */
  split(spec: SplitSpec = {}): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, split: { ...this.#plan.split, ...spec } })
  }

  /**
   * Cross-validation: the rows in `count` folds, and a dataset for each, which tests on its fold and trains on the others.
   * Every step is fitted anew for each. By classes, group or time as `split` says; a source's own test rows are left out.
   */
  folds(count: number, spec: FoldSpec = {}): Promise<Dataset[]> {
    return makeFolds(this.#plan, count, spec)
  }

  // biome-ignore lint/suspicious/noThenProperty: a builder is awaited, as the page of examples promises
  then<A = Dataset, B = never>(
    done?: ((dataset: Dataset) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#made ??= makeDataset(this.#plan)
    return this.#made.then(done, failed)
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "a dataset that is not loaded yet: await it to load and prepare it"
  }

  #rows(step: RowStep): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, rowSteps: [...this.#plan.rowSteps, step] })
  }

  #chain(step: ChainedStep): DatasetBuilder {
    return new DatasetBuilder({ ...this.#plan, chain: [...this.#plan.chain, step] })
  }
}

/** A builder over what a plugin's dataset loads. Nothing is loaded before it is awaited. */
export const datasetFrom = (load: BuildPlan["load"]): DatasetBuilder =>
  new DatasetBuilder({ load, rowSteps: [], chain: [], split: {} })
