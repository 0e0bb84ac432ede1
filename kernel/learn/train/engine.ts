import type { Batch } from "../data/split.ts"
import type { Random } from "../random.ts"
import type { Weights } from "./weights.ts"

/** Means over the batch's examples, so that batches of different sizes add up by their sizes. */
export interface BatchFigures {
  /** Mean loss of the batch, with the penalties of regularisers in training. */
  loss: number
  /** Examples whose class was predicted; undefined where a number is. */
  hits: number | undefined
}

/** One of an optimizer's slots: a moment of a variable's gradients, a count of steps. */
export interface Slot {
  name: string
  shape: readonly number[]
  values: Float32Array
}

/** All that the next step depends on, beside the batch and the random stream. */
export interface EngineState {
  weights: Weights
  slots: Slot[]
}

/**
 * What computes the steps of a training, and holds the weights meanwhile. The loop knows nothing else of where they run.
 * Weights are one array for each of the model's weights, in the order of `model.weights`.
 */
export interface Engine {
  /** In words, for people: "TensorFlow.js (cpu)". */
  readonly name: string
  /** Of the next step. */
  learningRate: number
  /** One step of gradient descent. Draws its noise (dropout) from `random`, the same for the same state of it. */
  train(batch: Batch, random: Random): BatchFigures
  /** Loss and hits without training. */
  test(batch: Batch): BatchFigures
  /** Gradient of the batch's mean loss with respect to its examples, size × shape; absent where it cannot be had. */
  inputGradient?(batch: Batch): Float32Array
  weights(): Weights
  setWeights(weights: Weights): void
  slots(): Promise<Slot[]>
  setSlots(slots: readonly Slot[]): Promise<void>
  /** Brings the model's own weights up to date, where they live elsewhere meanwhile. */
  settle?(): void
  /** Gives back what the engine holds; nothing is trained after it. */
  [Symbol.dispose]?(): void
}
