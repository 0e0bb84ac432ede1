import { type Core, tf } from "../tf.ts"
import type { Slot } from "./engine.ts"
import type { OwnSlots } from "./slots.ts"

interface Settings {
  beta1: number
  beta2: number
  epsilon: number
}

/** First and second moment of one variable's gradient. */
interface Moments {
  first: Float32Array
  second: Float32Array
}

/**
 * Adam's update in one loop over each variable, where TensorFlow.js composes it of a dozen operations. Same formula
 * (Kingma and Ba, 2015, bias-corrected), same settings and, up to float rounding, same weights. Only where reading a
 * tensor costs nothing: on the cpu backend. The moments are freed with the optimizer.
 */
export function fuseAdam(optimizer: Core.Optimizer): Core.Optimizer {
  // Not by instanceof: to TensorFlow.js every optimizer is an instance of every other.
  if (optimizer.getClassName() !== "Adam" || tf.getBackend() !== "cpu") return optimizer
  const { beta1, beta2, epsilon } = optimizer as unknown as Settings
  /** In the order in which variables came, which is the model's: their names differ from process to process. */
  let moments: Moments[] = []
  const variables = tf.engine().registeredVariables
  let steps = 0

  optimizer.applyGradients = gradients => {
    steps += 1
    const [correction1, correction2] = [1 / (1 - beta1 ** steps), 1 / (1 - beta2 ** steps)]
    const rate = Number(Reflect.get(optimizer, "learningRate"))
    const named = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients)
    for (const [place, [name, gradient]] of named.entries()) {
      const variable = variables[name]!
      moments[place] ??= { first: new Float32Array(variable.size), second: new Float32Array(variable.size) }
      if (gradient === null || gradient === undefined) continue
      const values = variable.dataSync() as Float32Array
      const next = updated(values, gradient.dataSync() as Float32Array, moments[place])
      tf.tidy(() => variable.assign(tf.tensor(next, variable.shape)))
    }

    function updated(values: Float32Array, slope: Float32Array, { first, second }: Moments): Float32Array {
      const result = new Float32Array(values.length)
      for (let i = 0; i < values.length; i++) {
        const g = slope[i]!
        const m = beta1 * first[i]! + (1 - beta1) * g
        const v = beta2 * second[i]! + (1 - beta2) * g * g
        first[i] = m
        second[i] = v
        result[i] = values[i]! - (rate * m * correction1) / (Math.sqrt(v * correction2) + epsilon)
      }
      return result
    }
  }

  const own: OwnSlots = {
    kaonSlots: () => [
      { name: "iterations", shape: [], values: Float32Array.of(steps) },
      ...moments.map(({ first }, i) => slot(`first/${i}`, first)),
      ...moments.map(({ second }, i) => slot(`second/${i}`, second)),
    ],
    setKaonSlots([count, ...rest]) {
      steps = count!.values[0]!
      const half = rest.length / 2
      moments = rest
        .slice(0, half)
        .map(({ values }, i) => ({ first: values.slice(), second: rest[half + i]!.values.slice() }))
    },
  }
  return Object.assign(optimizer, own)
}

const slot = (name: string, values: Float32Array): Slot => ({ name, shape: [values.length], values: values.slice() })
