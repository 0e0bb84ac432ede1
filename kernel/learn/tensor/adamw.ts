import type * as CoreModule from "@tensorflow/tfjs-core"

type Core = typeof CoreModule
type Gradients = Parameters<CoreModule.AdamOptimizer["applyGradients"]>[0]

export interface AdamWOptions {
  /** Share of each weight that a step at rate 1 takes off; 0.004 without one. */
  weightDecay?: number
  beta1?: number
  beta2?: number
  epsilon?: number
}

/** Makes an optimizer; `tf.train.adamw(1e-3, { weightDecay: 0.01 })`. */
export type AdamWFactory = (learningRate: number, options?: AdamWOptions) => CoreModule.Optimizer

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019): each step first shrinks every weight by rate × decay. */
export function adamWFor(core: Core): AdamWFactory {
  class AdamW extends core.AdamOptimizer {
    static override get className() {
      return "AdamW" as const
    }
    readonly weightDecay: number

    constructor(learningRate: number, weightDecay: number, beta1: number, beta2: number, epsilon?: number) {
      super(learningRate, beta1, beta2, epsilon)
      this.weightDecay = weightDecay
    }

    override applyGradients(gradients: Gradients): void {
      const names = Array.isArray(gradients) ? gradients.map(({ name }) => name) : Object.keys(gradients)
      core.tidy(() => {
        for (const name of names) {
          const variable = core.engine().registeredVariables[name]
          variable?.assign(core.mul(variable, 1 - this.learningRate * this.weightDecay))
        }
      })
      super.applyGradients(gradients)
    }

    override getConfig(): CoreModule.serialization.ConfigDict {
      return { ...super.getConfig(), weightDecay: this.weightDecay }
    }

    static override fromConfig<T extends CoreModule.serialization.Serializable>(
      type: CoreModule.serialization.SerializableConstructor<T>,
      config: CoreModule.serialization.ConfigDict,
    ): T {
      return new type(config.learningRate, config.weightDecay, config.beta1, config.beta2, config.epsilon)
    }
  }
  core.serialization.registerClass(AdamW)
  return (learningRate, { weightDecay = 0.004, beta1 = 0.9, beta2 = 0.999, epsilon } = {}) =>
    new AdamW(learningRate, weightDecay, beta1, beta2, epsilon)
}
