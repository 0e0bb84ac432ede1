import type { Row } from "../data/row.ts"
import type { Core } from "../tf.ts"
import type { Adversary } from "./adversary.ts"
import type { CheckpointOptions } from "./checkpoint/options.ts"
import type { Clip } from "./clip.ts"
import type { HistoryRow } from "./history.ts"
import { type LossFunction, type LossName, losses } from "./losses.ts"
import type { Observer } from "./observer.ts"
import type { Schedule } from "./schedule.ts"

export interface EarlyStopping {
  /** Epochs without improvement after which training stops; 5 without one. */
  patience?: number
  /** Go back to the weights of the best epoch at the end; true unless said otherwise. */
  restoreBest?: boolean
  /** What is watched; "valLoss" where there is validation, else "loss". Accuracies are better when larger. */
  monitor?: Monitor
  /** A change smaller than this is no improvement; 0 without one. */
  minDelta?: number
}

export type Monitor = "loss" | "accuracy" | "valLoss" | "valAccuracy"

/** λ of Σ|w| and of Σw² over the kernels of the whole model. */
export interface Penalty {
  l1?: number
  l2?: number
}

export interface FitOptions {
  /** Passes over the training data; `--epochs` in the header, else 10. */
  epochs?: number
  /** Examples in one step; `--batch` in the header, else 32. */
  batchSize?: number
  /** A TensorFlow.js optimizer, used as a recipe: each `fit` starts a fresh one. Adam at 0.001 without one. */
  optimizer?: Core.Optimizer
  /** By name or as a function of (what is true, what is predicted); by what the dataset predicts if absent. */
  loss?: LossName | LossFunction
  earlyStopping?: EarlyStopping
  /** Of the order of the examples and of dropout; `--seed` in the header, else 0. */
  seed?: number
  /**
   * New order of the examples in each epoch; true unless said otherwise. Of rows that are read as they are trained on, a number
   * says from how many at a time they are drawn; as many as take 64 MB without one.
   */
  shuffle?: boolean | number
  /**
   * Share of the training split that is held back to validate on, where the dataset has no validation split:
   * 0.1 without one, 0 for none.
   */
  validation?: number
  /** A schedule, such as `{ kind: "cosine", warmup: 2 }`, or the rate of an epoch (from 1) given the optimizer's own. */
  learningRate?: Schedule | ((epoch: number, initial: number) => number)
  /** Bounds on the gradients. */
  clip?: Clip
  /** Regularisation of every kernel, beside the layers' own. */
  penalty?: Penalty
  /** Weight of each class in the loss, by name; 1 for those not named. */
  classWeights?: Record<string, number>
  /** Weight of each example in the loss, of a row of raw values by column name; multiplies with the class's. */
  sampleWeights?: (row: Row) => number
  /** Trains on examples that are changed to mislead the model as it is. */
  adversary?: Adversary
  /** Keep the training on disk as it goes, and go on from there after a crash. `true` for every default. */
  checkpoints?: boolean | CheckpointOptions
  /** Who else watches: `tensorboard(…)`, `mlflow(…)`, or your own. */
  observers?: readonly Observer[]
  /** Called after each epoch. */
  onEpoch?: (row: HistoryRow) => void
  /**
   * Go on from the weights that the last `fit` left. Without it, training the same model again starts where the first
   * training started, so that running a cell twice gives the same result.
   */
  resume?: boolean
}

export const isLossName = (loss: unknown): loss is LossName => typeof loss === "string" && Object.hasOwn(losses, loss)
