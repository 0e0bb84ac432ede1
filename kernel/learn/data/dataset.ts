import { kindSymbol } from "../../contracts/brand.ts"
import type { FittedStep } from "../../contracts/bundle.ts"
import type { MimeBundle } from "../../contracts/mime.ts"
import { type Displayable, displaySymbol, type View } from "../show/displayable.ts"
import { compile, type Preprocessing } from "../steps/compile.ts"
import { type Augmentation, checkAugmentation } from "./augment/options.ts"
import { previewOf } from "./preview.ts"
import { type DatasetProfile, profileOf } from "./profile/dataset-profile.ts"
import { type Batch, Split } from "./split.ts"
import { preparedBatches } from "./stream/prepared.ts"
import type { Rest } from "./stream/rest.ts"
import type { StreamOptions } from "./stream/stream.ts"
import { summaryOf } from "./summary.ts"
import type { Source } from "./table.ts"
import type { Table } from "./tables/table.ts"
import { type TargetFigures, targetFigures } from "./target.ts"

export interface DatasetParts {
  source: Source
  rows: { train: Uint32Array; validation: Uint32Array | undefined; test: Uint32Array }
  steps: FittedStep[]
  /** What was done to the rows before they were split, in words. */
  rowSteps: string[]
  fingerprint: string
  /** The training rows as they are prepared, where a step prepares them otherwise than others (target encoding). */
  trained?: Float32Array | undefined
  /** Rows that are trained on as they are read. */
  rest?: Rest | undefined
  /** How training batches are varied. */
  augmentation?: Augmentation | undefined
}

/** Data ready to train on: splits whose values are prepared by steps that were fitted on the training split alone. */
export class Dataset implements Displayable {
  readonly [kindSymbol] = "dataset"
  readonly name: string
  readonly title: string
  /** Shape of one prepared example: [height, width, channels], or [columns]. */
  readonly shape: number[]
  /** Names of the classes, in the order of their indices; empty where a number is predicted. */
  readonly classes: string[]
  readonly train: Split
  readonly validation: Split | undefined
  readonly test: Split
  /** The fitted steps, as a bundle stores them. */
  readonly steps: FittedStep[]
  readonly rowSteps: string[]
  readonly preprocessing: Preprocessing
  /** SHA-256 over content, steps and splits. */
  readonly fingerprint: string
  readonly source: Source
  /** What it was made of, and can be made of again. */
  readonly parts: DatasetParts
  #target: TargetFigures | undefined

  constructor(parts: DatasetParts) {
    const { source, rows, steps, rowSteps, fingerprint, trained, augmentation } = parts
    const preprocessing = compile(steps)
    if (augmentation !== undefined) checkAugmentation(augmentation, preprocessing.shape)
    this.parts = parts
    this.source = source
    this.name = source.payload.id
    this.title = source.payload.title
    this.shape = preprocessing.shape
    this.classes = source.target.kind === "class" ? (source.target.classes ?? []) : []
    this.preprocessing = preprocessing
    this.steps = steps
    this.rowSteps = rowSteps
    this.fingerprint = fingerprint
    this.train = new Split("train", source, rows.train, preprocessing, trained, augmentation, this)
    this.test = new Split("test", source, rows.test, preprocessing, undefined, undefined, this)
    this.validation =
      rows.validation && new Split("validation", source, rows.validation, preprocessing, undefined, undefined, this)
  }

  /** Rows that are trained on and not held in memory; the training split is what is held of them. */
  get rest(): Rest | undefined {
    return this.parts.rest
  }

  get task(): "classification" | "regression" {
    return this.source.target.kind === "class" ? "classification" : "regression"
  }

  get splits(): Split[] {
    return [this.train, this.validation, this.test].filter(split => split !== undefined)
  }

  /** What is to be predicted, as the training rows have it: to scale a model's outputs by. */
  get target(): TargetFigures {
    this.#target ??= targetFigures(this.source.target.name, this.train)
    return this.#target
  }

  /** Batches of a table that need not fit into memory, prepared by this dataset's steps, in the order that the options say. */
  stream(table: Table, options: StreamOptions = {}): AsyncGenerator<Batch> {
    return preparedBatches(this, table, options)
  }

  /** Shows the first examples of the training split: a grid of images with their labels, or a table. */
  preview(count = 25): View {
    return previewOf(this.train, count).show()
  }

  /** Shows (and gives as data) what each column holds before and after preparation, and how the splits differ. */
  profile(): DatasetProfile {
    return profileOf(this).show()
  }

  [displaySymbol](): MimeBundle {
    return summaryOf(this)
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(summaryOf(this)["text/plain"])
  }
}
