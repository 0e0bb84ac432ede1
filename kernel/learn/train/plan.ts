import { KaonError } from "../../contracts/errors.ts"
import type { Ahead } from "../data/augment/ahead.ts"
import type { Dataset } from "../data/dataset.ts"
import { byTime } from "../data/divide.ts"
import { partition } from "../data/partition.ts"
import type { Batch, Split } from "../data/split.ts"
import { type TrainingStream, trainingStream } from "../data/stream/training.ts"
import { type Random, randomFrom } from "../random.ts"
import { setting } from "../setting.ts"
import type { Layers } from "../tf.ts"
import { checkBounds } from "./bounds.ts"
import { exampleWeights, weighing } from "./example-weights.ts"
import { defaultLoss, type Loss, losses } from "./losses.ts"
import { freshOptimizer, learningRateOf } from "./optimizer.ts"
import { type EarlyStopping, type FitOptions, isLossName, type Monitor } from "./options.ts"
import type { Schedule } from "./schedule.ts"
import { checkShapes } from "./shapes.ts"
import type { StepSpec } from "./step.ts"

/** Everything a training needs, checked. */
export interface Plan {
  step: StepSpec
  train: Split
  validation: Split | undefined
  epochs: number
  batchSize: number
  seed: number
  shuffle: boolean
  /** Where the batches come from, if not from the training split alone. */
  stream: TrainingStream | undefined
  monitor: Monitor
  stopping: Required<Omit<EarlyStopping, "monitor">> | undefined
  /** The optimizer's own learning rate, and how it changes. A function of the user's wins over the schedule. */
  initialRate: number
  schedule: Schedule
  rateOfEpoch: ((epoch: number, initial: number) => number) | undefined
  /** Weight of each example of the training split in the loss; undefined where all are 1. */
  weights: Float32Array | undefined
  /** A teacher's outputs for each example of the training split, row-major; set by distil.ts. */
  teacher?: Float32Array
  /** Varies batches ahead, in a thread of its own; set once the engine is there, where it is worth it. */
  ahead?: Ahead | undefined
  /** Changes a batch to mislead the model; set once the engine is there. */
  attack?: ((batch: Batch, random: Random) => Batch) | undefined
}

/** Options, header and defaults as one plan; throws before any training for whatever cannot work. */
export function planOf(model: Layers.LayersModel, dataset: Dataset, options: FitOptions): Plan {
  const outputs = checkShapes(model, dataset)
  const seed = setting("train", "seed", "seed", options.seed) ?? 0
  const batchSize = positive("batchSize", setting("train", "batch", "batchSize", options.batchSize) ?? 32)
  const { train, validation } = trainingSplits(dataset, options.validation ?? 0.1, seed)
  const monitor = options.earlyStopping?.monitor ?? (validation === undefined ? "loss" : "valLoss")
  checkMonitor(monitor, dataset, validation)
  const { patience = 5, restoreBest = true, minDelta = 0 } = options.earlyStopping ?? {}
  checkBounds(options)
  const optimizer = freshOptimizer(options.optimizer)
  const rate = options.learningRate
  return {
    step: {
      model,
      shape: dataset.shape,
      classes: dataset.classes.length,
      outputs,
      loss: lossOf(options, dataset.classes.length, outputs),
      optimizer,
      clip: options.clip,
      penalty: options.penalty,
    },
    train,
    validation,
    epochs: positive("epochs", setting("train", "epochs", "epochs", options.epochs) ?? 10),
    batchSize,
    seed,
    shuffle: options.shuffle !== false,
    stream: streamOf(dataset, train, options, batchSize, seed),
    monitor,
    stopping: options.earlyStopping && { patience, restoreBest, minDelta },
    initialRate: learningRateOf(optimizer),
    schedule: typeof rate === "object" ? rate : { kind: "constant" },
    rateOfEpoch: typeof rate === "function" ? rate : undefined,
    weights: dataset.rest === undefined ? exampleWeights(options, dataset, train) : undefined,
  }
}

function streamOf(
  dataset: Dataset,
  train: Split,
  options: FitOptions,
  batchSize: number,
  seed: number,
): TrainingStream | undefined {
  if (dataset.rest === undefined) return undefined
  const { shuffle } = options
  const weights = weighing(options, dataset)
  const pool = shuffle === false ? 0 : typeof shuffle === "number" ? positive("shuffle", shuffle) : undefined
  return trainingStream(dataset, train, dataset.rest, {
    batchSize,
    seed,
    ...(pool !== undefined && { pool }),
    ...(weights && { weights: { weighing: weights, inMemory: exampleWeights(options, dataset, train)! } }),
  })
}

function trainingSplits(
  dataset: Dataset,
  share: number,
  seed: number,
): { train: Split; validation: Split | undefined } {
  const { train, validation, source } = dataset
  if (train.size === 0) {
    throw new KaonError("DATA_INVALID", `The training split of "${dataset.name}" has no rows.`, {
      fix: "Hold back less for testing, or filter less.",
    })
  }
  if (validation !== undefined || share === 0) return { train, validation: validation?.size ? validation : undefined }
  const labels = dataset.task === "classification" ? (row: number) => source.target.values[row] as number : undefined
  const time = source.payload.reach?.column
  const { held, rest } =
    time === undefined
      ? partition(train.indices, share, randomFrom(seed), labels)
      : byTime(source, time)(train.indices, share)
  if (held.length === 0 || rest.length === 0) return { train, validation: undefined }
  return {
    train: train.part("train", rest),
    validation: train.part("validation", held),
  }
}

function lossOf({ loss }: FitOptions, classes: number, outputs: number): Loss {
  if (typeof loss === "function") {
    return { labels: classes > 0 && outputs > 1 ? "one-hot" : "number", probabilities: false, compute: loss }
  }
  if (loss === undefined) return losses[defaultLoss(classes, outputs)]
  if (isLossName(loss)) return losses[loss]
  throw new KaonError("MODEL_INVALID", `There is no loss "${loss}".`, {
    fix: `Use one of ${Object.keys(losses).join(", ")}.`,
  })
}

function checkMonitor(monitor: Monitor, dataset: Dataset, validation: Split | undefined): void {
  const missing = monitor.startsWith("val") && validation === undefined
  if (!missing && (dataset.task === "classification" || !/accuracy/i.test(monitor))) return
  throw new KaonError("DATA_INVALID", `Early stopping watches "${monitor}", which this training does not have.`, {
    fix: missing ? "Give fit a validation share." : `Watch "valLoss" instead.`,
  })
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value
  throw new KaonError("DATA_INVALID", `${name} is ${value}; it has to be a whole number above 0.`, {
    fix: `Give ${name} a value such as ${name === "epochs" ? 10 : 32}.`,
  })
}
