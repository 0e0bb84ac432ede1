import { kindSymbol } from "../../contracts/brand.ts"
import type { FittedStep } from "../../contracts/bundle.ts"
import type { MimeBundle } from "../../contracts/mime.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import { type SaveOptions, saveModel } from "../bundle/save.ts"
import type { Storage } from "../compress/storage.ts"
import type { Row } from "../data/row.ts"
import type { Split } from "../data/split.ts"
import { type Displayable, displaySymbol } from "../show/displayable.ts"
import { figure } from "../show/text-table.ts"
import { compile, type Preprocessing } from "../steps/compile.ts"
import type { Layers } from "../tf.ts"
import { examplesFrom, type Numbers } from "./examples.ts"
import { forwardAll } from "./forward.ts"
import { figureNames, figuresIn, type HistoryRow, metricsOf } from "./history.ts"
import type { Stopped } from "./observer.ts"
import { type Prediction, predictionAt } from "./prediction.ts"

export interface DatasetInfo {
  name: string
  fingerprint: string
  classes: string[]
}

type Nested = readonly Numbers[] | readonly (readonly Numbers[])[] | readonly (readonly (readonly Numbers[])[])[]

/** A trained model with all that using it needs: how raw examples are prepared, and what its outputs mean. */
export class Trained implements Displayable {
  readonly [kindSymbol] = "trained"
  readonly model: Layers.LayersModel
  readonly history: HistoryRow[]
  /** The epoch whose weights were best by what was watched; undefined where none came to its end. */
  readonly best: HistoryRow | undefined
  readonly stopped: Stopped
  readonly preprocessing: FittedStep[]
  readonly dataset: DatasetInfo
  /** The same preprocessing, ready to run. */
  readonly prepare: Preprocessing
  /** How a bundle stores the weights. */
  readonly storage: Storage

  constructor(
    parts: Pick<Trained, "model" | "history" | "best" | "stopped" | "preprocessing" | "dataset"> & {
      storage?: Storage
    },
  ) {
    this.model = parts.model
    this.history = parts.history
    this.best = parts.best
    this.stopped = parts.stopped
    this.preprocessing = parts.preprocessing
    this.dataset = parts.dataset
    this.prepare = compile(parts.preprocessing)
    this.storage = parts.storage ?? "float32"
  }

  /**
   * Predicts from raw examples, prepared exactly as in training: one (flat numbers, or a row by column name) gives one
   * prediction; a list of them, or a split, gives a list. Nested arrays are one image or a list, by their shape.
   */
  predict(one: Numbers | Row | string): Promise<Prediction>
  predict(many: readonly Row[] | readonly string[] | Split): Promise<Prediction[]>
  predict(oneOrMany: Nested): Promise<Prediction | Prediction[]>
  async predict(input: unknown): Promise<Prediction | Prediction[]> {
    const { values, count, one } = examplesFrom(input, this.prepare)
    const { prepare } = this.prepare
    const outputs = await this.outputs(prepare(values, count), count)
    const size = outputs.length / Math.max(count, 1)
    const { classes } = this.dataset
    const predictions = Array.from({ length: count }, (_, i) => predictionAt(outputs, i * size, size, classes))
    return one ? predictions[0]! : predictions
  }

  /** Outputs for examples that are prepared already, row-major. */
  outputs(prepared: Float32Array, count: number): Promise<Float32Array> {
    return forwardAll(this.model, prepared, count, this.prepare.shape)
  }

  /** Writes a bundle (see saveModel) into a folder that it replaces; returns the bundle's version. */
  async save(directory: string, options: Partial<SaveOptions> = {}): Promise<string> {
    const { version } = await saveModel(this, directory, { name: this.dataset.name, ...options })
    return version
  }

  [displaySymbol](): MimeBundle {
    const best = this.best && this.history.indexOf(this.best)
    return { [mimeTypes.metrics]: metricsOf(this.history, best ?? -1), "text/plain": this.#summary() }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#summary()
  }

  #summary(): string {
    const { model, dataset, history, best, stopped } = this
    const figures = best && figuresIn([best]).map(key => `${figureNames[key]} ${figure(best[key]!)}`)
    return [
      `${model.name}, trained on ${dataset.name} for ${history.length} epochs (${stopped})`,
      ...(best ? [`best epoch ${best.epoch}: ${figures!.join(", ")}`] : []),
      `${model.countParams().toLocaleString("en")} parameters`,
    ].join("\n")
  }
}
