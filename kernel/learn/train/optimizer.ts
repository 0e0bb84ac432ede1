import { type Core, tf } from "../tf.ts"
import { fuseAdam } from "./fused-adam.ts"

type Constructor = { fromConfig(type: unknown, config: unknown): Core.Optimizer }

/** A fresh optimizer of the same kind and settings: moments of another training do not leak in. Adam (0.001) without one. */
export function freshOptimizer(recipe: Core.Optimizer | undefined): Core.Optimizer {
  if (recipe === undefined) return fuseAdam(tf.train.adam(1e-3))
  const type = recipe.constructor as unknown as Constructor
  return fuseAdam(type.fromConfig(type, recipe.getConfig()))
}

export const learningRateOf = (optimizer: Core.Optimizer): number => Number(Reflect.get(optimizer, "learningRate"))

interface Rated {
  /** SGD and momentum keep the rate in a tensor as well, and this changes both. */
  setLearningRate?(rate: number): void
}

export function setLearningRate(optimizer: Core.Optimizer & Rated, rate: number): void {
  if (learningRateOf(optimizer) === rate) return
  if (optimizer.setLearningRate !== undefined) optimizer.setLearningRate(rate)
  else Reflect.set(optimizer, "learningRate", rate)
}
