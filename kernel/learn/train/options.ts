import type { Core } from "../tf.ts"
import type { HistoryRow } from "./history.ts"
import { type LossFunction, type LossName, losses } from "./losses.ts"

export interface EarlyStopping {
  /** Epochs without improvement after which training stops; 5 without one. */
  patience?: number
  /** Go back to the weights of the best epoch at the end; true unless said otherwise. */
  restoreBest?: boolean
  /** What is watched; "valLoss" where there is validation, else "loss". Accuracies are better when larger. */
  monitor?: Monitor
}

export type Monitor = "loss" | "accuracy" | "valLoss" | "valAccuracy"

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
  /** New order of the examples in each epoch; true unless said otherwise. */
  shuffle?: boolean
  /**
   * Share of the training split that is held back to validate on, where the dataset has no validation split:
   * 0.1 without one, 0 for none.
   */
  validation?: number
  /** Learning rate of an epoch (counted from 1), given the optimizer's own. */
  learningRate?: (epoch: number, initial: number) => number
  /** Weight of each class in the loss, by name; 1 for those not named. */
  classWeights?: Record<string, number>
  /** Called after each epoch. */
  onEpoch?: (row: HistoryRow) => void
  /**
   * Go on from the weights that the last `fit` left. Without it, training the same model again starts where the first
   * training started, so that running a cell twice gives the same result.
   */
  resume?: boolean
}

export const isLossName = (loss: unknown): loss is LossName => typeof loss === "string" && Object.hasOwn(losses, loss)
