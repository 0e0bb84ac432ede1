import type { Dataset } from "../data/dataset.ts"
import type { Layers } from "../tf.ts"
import type { HistoryRow } from "./history.ts"
import type { Weights } from "./weights.ts"

export type Stopped = "done" | "early" | "interrupted"

export interface Outcome {
  rows: HistoryRow[]
  /** Index of the best row, −1 where no epoch came to its end. */
  best: number
  stopped: Stopped
}

/** What is about to be trained, and how. */
export interface Training {
  model: Layers.LayersModel
  dataset: Dataset
  /** What was chosen, flat, for records: epochs, batchSize, optimizer and its settings, loss, seed, … */
  parameters: Readonly<Record<string, string | number | boolean>>
  epochs: number
  /** Epochs that an earlier process had finished, when this one goes on from its checkpoint. */
  resumed: number
}

export interface BatchEnd {
  epoch: number
  /** Batches done in this epoch, of how many. */
  done: number
  of: number
  /** Of this batch, and the epoch's mean so far. */
  batchLoss: number
  loss: number
  /** Steps since training began. */
  step: number
}

export interface EpochEnd {
  rows: readonly HistoryRow[]
  /** Index of the best row so far. */
  best: number
  step: number
  /** A copy of the weights as they are, in the order of the model's. */
  weights(): Weights
}

/**
 * Watches a training. `batch` is called in the hot loop and must be quick; the others may take their time, and what they
 * throw ends the training.
 */
export interface Observer {
  begin?(training: Training): void | Promise<void>
  batch?(at: BatchEnd): void
  epoch?(at: EpochEnd): void | Promise<void>
  /** The last word: how it ended, or undefined where it failed. */
  end?(outcome: Outcome | undefined): void | Promise<void>
}
