import { type Core, type Layers, tf } from "../../tf.ts"

interface Weight {
  read(): Core.Tensor
}

/** What this file needs of TensorFlow.js's own cell, which its declarations leave out. */
interface Cell {
  units: number
  useBias: boolean
  kernel: Weight
  recurrentKernel: Weight
  bias: Weight | null
  activation: { apply(x: Core.Tensor): Core.Tensor }
  recurrentActivation: { apply(x: Core.Tensor): Core.Tensor }
  dropout: number
  recurrentDropout: number
  dropoutMask: Core.Tensor[] | null
  recurrentDropoutMask: Core.Tensor[] | null
  biasInitializer: unknown
  dropoutFunc?: (ones: Core.Tensor, rate: number) => Core.Tensor
  built: boolean
  build(inputShape: Layers.Shape): void
  call(inputs: Core.Tensor[], kwargs: Record<string, unknown>): Core.Tensor[]
  addWeight(name: string, shape: number[], dtype: null, initializer: unknown): Weight
  getConfig(): Core.serialization.ConfigDict
}
type Config = Record<string, unknown>

const { classNameMap } = tf.serialization.SerializationMap.getMap()
const GRUCell = classNameMap.GRUCell![0] as unknown as new (config: Config) => Cell
const GRU = classNameMap.GRU![0] as unknown as new (config: Config) => Layers.layers.Layer & { cell: Cell }

/**
 * The cell of Cho et al. (2014) in its first version, as Keras and cuDNN compute it: the reset gate is applied after the
 * product with the recurrent kernel, which has a bias of its own. TensorFlow.js has only the other one.
 */
class ResetAfterCell extends GRUCell {
  static className = "KaonGRUCell"

  constructor(config: Config) {
    super({ ...config, resetAfter: false })
  }

  override build(inputShape: Layers.Shape): void {
    const { useBias, biasInitializer } = this
    this.useBias = false
    super.build(inputShape)
    this.useBias = useBias
    if (useBias) this.bias = this.addWeight("bias", [2, 3 * this.units], null, biasInitializer)
  }

  override call(inputs: Core.Tensor[], kwargs: Record<string, unknown>): Core.Tensor[] {
    return tf.tidy(() => {
      const [given, before] = inputs as [Core.Tensor, Core.Tensor]
      const dropped = this.#masked(given, before, kwargs)
      const [own, again] = this.bias === null ? [] : tf.unstack(this.bias.read())
      const product = (x: Core.Tensor, kernel: Weight, offset: Core.Tensor | undefined) => {
        const values = tf.matMul(x as Core.Tensor2D, kernel.read() as Core.Tensor2D)
        return tf.split(offset === undefined ? values : tf.add(values, offset), 3, 1)
      }
      const [xz, xr, xh] = product(dropped.input, this.kernel, own)
      const [rz, rr, rh] = product(dropped.state, this.recurrentKernel, again)
      const z = this.recurrentActivation.apply(tf.add(xz!, rz!))
      const r = this.recurrentActivation.apply(tf.add(xr!, rr!))
      const candidate = this.activation.apply(tf.add(xh!, tf.mul(r, rh!)))
      const state = tf.add(tf.mul(z, before), tf.mul(tf.sub(1, z), candidate))
      return [state, state]
    })
  }

  /** Dropout with the same mask for all steps of a sequence; the layer frees the masks when the next one begins. */
  #masked(input: Core.Tensor, state: Core.Tensor, { training }: Record<string, unknown>) {
    if (training !== true) return { input, state }
    const made = (rate: number, like: Core.Tensor) =>
      rate > 0 && rate < 1 ? [tf.keep((this.dropoutFunc ?? tf.dropout)(tf.onesLike(like), rate))] : null
    this.dropoutMask ??= made(this.dropout, input)
    this.recurrentDropoutMask ??= made(this.recurrentDropout, state)
    const times = (x: Core.Tensor, mask: Core.Tensor[] | null) => (mask === null ? x : tf.mul(x, mask[0]!))
    return { input: times(input, this.dropoutMask), state: times(state, this.recurrentDropoutMask) }
  }

  override getConfig(): Core.serialization.ConfigDict {
    return { ...super.getConfig(), resetAfter: true }
  }
}

class ResetAfterGRU extends GRU {
  static className = "KaonGRU"

  constructor(config: Config) {
    super({ ...config, resetAfter: false })
    const name = (this.cell as unknown as { name: string }).name
    Reflect.set(this, "cell", new ResetAfterCell({ ...config, name }))
  }

  override getConfig(): Core.serialization.ConfigDict {
    return { ...super.getConfig(), resetAfter: true }
  }
}

tf.serialization.registerClass(ResetAfterCell as never)
tf.serialization.registerClass(ResetAfterGRU as never)
