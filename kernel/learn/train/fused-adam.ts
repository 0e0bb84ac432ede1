import { type Core, tf } from "../tf.ts"

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
  if (!(optimizer instanceof tf.AdamOptimizer) || tf.getBackend() !== "cpu") return optimizer
  const { beta1, beta2, epsilon } = optimizer as unknown as Settings
  const moments = new Map<string, Moments>()
  const variables = tf.engine().registeredVariables
  let [power1, power2] = [1, 1]
  optimizer.applyGradients = gradients => {
    power1 *= beta1
    power2 *= beta2
    const rate = Number(Reflect.get(optimizer, "learningRate"))
    const named = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients)
    for (const [name, gradient] of named) {
      if (gradient === null || gradient === undefined) continue
      const variable = variables[name]!
      const values = variable.dataSync() as Float32Array
      const known = moments.get(name) ?? {
        first: new Float32Array(values.length),
        second: new Float32Array(values.length),
      }
      moments.set(name, known)
      const next = updated(values, gradient.dataSync() as Float32Array, known)
      tf.tidy(() => variable.assign(tf.tensor(next, variable.shape)))
    }

    function updated(values: Float32Array, slope: Float32Array, { first, second }: Moments): Float32Array {
      const result = new Float32Array(values.length)
      const [correction1, correction2] = [1 / (1 - power1), 1 / (1 - power2)]
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
  return optimizer
}
