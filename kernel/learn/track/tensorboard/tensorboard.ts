import { readdir } from "node:fs/promises"
import path from "node:path"
import { currentCell } from "../../../contracts/context.ts"
import type { Picture } from "../../show/png.ts"
import type { BatchEnd, EpochEnd, Observer, Outcome, Training } from "../../train/observer.ts"
import { EventFile } from "./event-file.ts"
import { graphOf } from "./graph.ts"
import { sessionEnd, sessionStart } from "./hparams.ts"
import { histogram, image, scalar } from "./summary.ts"

export interface TensorBoardOptions {
  /** Histograms of the weights after every so many epochs; 1 without it, 0 for none. */
  histograms?: number
  /** The loss after every so many batches; 1 without it, 0 for none. */
  batches?: number
}

/** Writes a training where TensorBoard reads it. As Keras does: a run "train" and a run "validation" in the folder. */
export class TensorBoard implements Observer {
  readonly #options: Required<TensorBoardOptions>
  #folder: string | undefined
  #names: string[] = []
  #train: EventFile | undefined
  #validation: EventFile | undefined

  constructor(folder: string | undefined, { histograms = 1, batches = 1 }: TensorBoardOptions) {
    this.#folder = folder
    this.#options = { histograms, batches }
  }

  /** What to give to `tensorboard --logdir`. */
  get folder(): string {
    this.#folder ??= path.join(".kaon", "tensorboard", safe(currentCell()?.header?.name ?? "training"), stamp())
    return path.resolve(currentCell()?.directory ?? process.cwd(), this.#folder)
  }

  /** Adds a number, a histogram or a picture of your own; written with the next epoch, or by `flush`. */
  scalar(name: string, value: number, step: number): void {
    this.#file().add(step, scalar(name, value))
  }
  histogram(name: string, values: ArrayLike<number>, step: number): void {
    this.#file().add(step, histogram(name, values))
  }
  image(name: string, picture: Picture, step: number): void {
    this.#file().add(step, image(name, picture))
  }

  async begin({ model, parameters, resumed, dataset }: Training): Promise<void> {
    const name = safe(currentCell()?.header?.name ?? dataset.name)
    // A training that goes on belongs to the folder that it began in.
    this.#folder ??= path.join(".kaon", "tensorboard", name, (resumed > 0 && (await this.#latest(name))) || stamp())
    this.#names = model.weights.map(({ originalName }) => originalName)
    const file = this.#file()
    if (resumed === 0) file.addGraph(graphOf(model))
    file.add(0, sessionStart(name, parameters, Date.now() / 1000))
    await file.flush()
  }

  batch({ step, batchLoss }: BatchEnd): void {
    const { batches } = this.#options
    if (batches > 0 && step % batches === 0) this.scalar("batch_loss", batchLoss, step)
  }

  async epoch({ rows, weights }: EpochEnd): Promise<void> {
    const { epoch, loss, accuracy, valLoss, valAccuracy, learningRate } = rows.at(-1)!
    const figures = { epoch_loss: loss, epoch_accuracy: accuracy, epoch_learning_rate: learningRate }
    const validated = { epoch_loss: valLoss, epoch_accuracy: valAccuracy }
    const { histograms } = this.#options
    const file = this.#file()
    file.add(epoch, ...scalars(figures))
    if (histograms > 0 && epoch % histograms === 0) {
      file.add(epoch, ...weights().map((values, i) => histogram(this.#names[i]!, values)))
    }
    if (valLoss !== undefined) {
      this.#validation ??= new EventFile(path.join(this.folder, "validation"))
      this.#validation.add(epoch, ...scalars(validated))
    }
    await this.flush()
  }

  async end(outcome: Outcome | undefined): Promise<void> {
    this.#file().add(0, sessionEnd(outcome === undefined ? "failure" : "success", Date.now() / 1000))
    await this.flush()
  }

  async flush(): Promise<void> {
    await this.#train?.flush()
    await this.#validation?.flush()
  }

  #file(): EventFile {
    this.#train ??= new EventFile(path.join(this.folder, "train"))
    return this.#train
  }

  async #latest(name: string): Promise<string | undefined> {
    const folder = path.resolve(currentCell()?.directory ?? process.cwd(), ".kaon", "tensorboard", name)
    return (await readdir(folder).catch(() => [])).sort().at(-1)
  }
}

const scalars = (figures: Readonly<Record<string, number | undefined>>) =>
  Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [scalar(name, value)]))

/** Sorts as it was made. */
const stamp = (): string => new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-")

const safe = (name: string): string => name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^\.+/, "") || "training"

/**
 * An observer of `fit` that writes TensorBoard's event files: figures of batches and epochs, histograms of the weights, the
 * graph of the layers, the options as hyperparameters. In `.kaon/tensorboard/<name>/<time>` beside the notebook without a
 * folder. One for each training.
 */
export const tensorboard = (folder?: string, options: TensorBoardOptions = {}): TensorBoard =>
  new TensorBoard(folder, options)
