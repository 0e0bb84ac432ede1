import { type Core, type Layers, tf } from "../../tf.ts"

export type Shape = Layers.Shape
export type Config = Readonly<Record<string, unknown>>

/** A weight that a layer has, by name. */
export interface WeightDesign {
  name: string
  shape: number[]
  /** Name of TensorFlow.js's initializer for it. */
  starts: "glorotUniform" | "zeros" | "ones"
  trainable?: boolean
  /** Name of the setting that holds its regularizer. */
  regularizer?: string
}

/** A layer of Keras that TensorFlow.js lacks: what it holds, gives and computes. Settings are those of its config, camel-cased. */
export interface LayerDesign<Settings> {
  className: string
  /** Defaults filled in. Throws where a setting is not supported. */
  settings(config: Config): Settings
  weights?(inputs: readonly Shape[], settings: Settings): WeightDesign[]
  /** Shape of the output, the batch first; that of the first input without it. */
  output?(inputs: readonly Shape[], settings: Settings): Shape
  /**
   * The output; `weights` by name. Has to be made of operations that have gradients. `mask` says which steps of the first
   * input count: TensorFlow.js hands over no other.
   */
  call(
    inputs: Core.Tensor[],
    weights: Readonly<Record<string, Core.Tensor>>,
    settings: Settings,
    mask: Core.Tensor | undefined,
  ): Core.Tensor
  /** Does the mask of the first input go on to the output? */
  passesMask?: true
}

const regularizerOf = (config: Config, name: string | undefined) => {
  const { config: settings } = ((name !== undefined && config[name]) || {}) as { config?: { l1: number; l2: number } }
  return settings === undefined ? undefined : tf.regularizers.l1l2(settings)
}

const many = (shape: Shape | Shape[]): Shape[] => (Array.isArray(shape[0]) ? (shape as Shape[]) : [shape as Shape])

/** Makes the layer's class known to TensorFlow.js under its Keras name, so that models with it load, save and train. */
export function defineLayer<Settings extends object>(design: LayerDesign<Settings>): void {
  class Designed extends tf.layers.Layer {
    static className = design.className
    readonly settings: Settings
    readonly #config: Config
    readonly #weights = new Map<string, Layers.LayerVariable>()

    constructor(config: Config) {
      super(config as ConstructorParameters<typeof tf.layers.Layer>[0])
      this.#config = config
      this.settings = design.settings(config)
      this.supportsMasking = design.passesMask === true
    }

    override computeMask(_: Core.Tensor | Core.Tensor[], mask?: Core.Tensor | Core.Tensor[]): Core.Tensor {
      return [mask ?? null].flat()[0]!
    }

    override build(inputShape: Shape | Shape[]): void {
      for (const { name, shape, starts, trainable, regularizer } of design.weights?.(many(inputShape), this.settings) ??
        []) {
        const penalty = regularizerOf(this.#config, regularizer)
        const start = tf.initializers[starts]({})
        this.#weights.set(name, this.addWeight(name, shape, "float32", start, penalty, trainable))
      }
      super.build(inputShape)
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      const shapes = many(inputShape)
      return design.output?.(shapes, this.settings) ?? shapes[0]!
    }

    override call(inputs: Core.Tensor | Core.Tensor[], kwargs: { mask?: Core.Tensor | null } = {}): Core.Tensor {
      return tf.tidy(() => {
        const weights = Object.fromEntries([...this.#weights].map(([name, weight]) => [name, weight.read()]))
        return design.call([inputs].flat(), weights, this.settings, kwargs?.mask ?? undefined)
      })
    }

    override getConfig(): Core.serialization.ConfigDict {
      const penalties = Object.entries(this.#config).filter(
        ([name, value]) => name.endsWith("Regularizer") && value !== null,
      )
      return { ...super.getConfig(), ...this.settings, ...Object.fromEntries(penalties) } as never
    }
  }
  tf.serialization.registerClass(Designed as never)
}
