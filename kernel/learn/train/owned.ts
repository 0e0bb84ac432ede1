import type { Core, Layers } from "../tf.ts"

/** The optimizer that the last training of a model left in it; its moments are freed when the next one begins. */
const owned = new WeakMap<Layers.LayersModel, Core.Optimizer>()

/** Leaves an optimizer in a model, in the place of the one that a training left before. */
export function ownOptimizer(model: Layers.LayersModel, optimizer: Core.Optimizer): void {
  owned.get(model)?.dispose()
  owned.set(model, optimizer)
}

/** Is what the model was compiled with what a training left in it? */
export const isTrainedHere = (model: Layers.LayersModel): boolean => owned.get(model) === model.optimizer
