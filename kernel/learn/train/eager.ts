import { withRandom } from "../random.ts"
import { tf } from "../tf.ts"
import type { Engine } from "./engine.ts"
import { learningRateOf, setLearningRate } from "./optimizer.ts"
import { optimizerSlots, restoreSlots } from "./slots.ts"
import { inputGradient, type StepSpec, testStep, trainStep } from "./step.ts"
import { copyWeights, restoreWeights } from "./weights.ts"

/** Steps by TensorFlow.js, operation by operation, on whichever backend it has. Every layer and optimizer that it knows. */
export function eagerEngine(spec: StepSpec): Engine {
  const { model, optimizer } = spec
  return {
    name: `TensorFlow.js (${tf.getBackend()})`,
    get learningRate() {
      return learningRateOf(optimizer)
    },
    set learningRate(rate) {
      setLearningRate(optimizer, rate)
    },
    train: (batch, random) => withRandom(random, () => trainStep(spec, batch)),
    test: batch => testStep(spec, batch),
    inputGradient: batch => inputGradient(spec, batch),
    weights: () => copyWeights(model),
    setWeights: weights => restoreWeights(model, weights),
    slots: () => optimizerSlots(optimizer),
    setSlots: slots => restoreSlots(optimizer, slots),
  }
}
