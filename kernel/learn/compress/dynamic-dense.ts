import { type Core, type Layers, tf } from "../tf.ts"

interface Config {
  name?: string
  units: number
  activation: string
  [other: string]: unknown
}

/** Rows of a kernel turned to lie one after the other for each unit, in 8 bits; made again when the weight changes. */
const turned = new WeakMap<object, Int8Array>()

/**
 * A dense layer that computes in whole numbers of 8 bits (dynamic quantisation): its kernel is stored so with one scale a
 * unit; each example is rounded with a scale of its own, found when it comes. Products are summed exactly, in 32 bits, then
 * scaled. For inference: it has no gradient.
 */
export class DynamicDense extends tf.layers.Layer {
  static className = "KaonDynamicDense"
  readonly #units: number
  readonly #activation: Layers.layers.Layer
  #kernel: Layers.LayerVariable | undefined
  #scale: Layers.LayerVariable | undefined
  #bias: Layers.LayerVariable | undefined

  constructor(config: Config) {
    super({ name: config.name, trainable: false } as ConstructorParameters<typeof tf.layers.Layer>[0])
    this.#units = config.units
    this.#activation = tf.layers.activation({ activation: config.activation as "relu" })
  }

  override build(inputShape: Layers.Shape): void {
    const inputs = Number(inputShape.at(-1))
    this.#kernel = this.addWeight("kernel", [inputs, this.#units], "int32", tf.initializers.zeros(), undefined, false)
    this.#scale = this.addWeight("scale", [this.#units], "float32", tf.initializers.ones(), undefined, false)
    this.#bias = this.addWeight("bias", [this.#units], "float32", tf.initializers.zeros(), undefined, false)
    super.build(inputShape)
  }

  override computeOutputShape(inputShape: Layers.Shape): Layers.Shape {
    return [...inputShape.slice(0, -1), this.#units]
  }

  override call(inputs: Core.Tensor | Core.Tensor[]): Core.Tensor {
    return tf.tidy(() => {
      const input = Array.isArray(inputs) ? inputs[0]! : inputs
      const kernel = this.#kernel!.read()
      const [width, units] = kernel.shape as [number, number]
      const rows = input.size / width
      const weights = turnedOf(kernel, width, units)
      const [scale, bias] = [this.#scale!.read().dataSync(), this.#bias!.read().dataSync()] as [
        Float32Array,
        Float32Array,
      ]
      const values = product(input.dataSync() as Float32Array, weights, { rows, width, units, scale, bias })
      const sums = tf.tensor(values, [...input.shape.slice(0, -1), units])
      return this.#activation.apply(sums) as Core.Tensor
    })
  }

  override getConfig(): Core.serialization.ConfigDict {
    const activation = String(this.#activation.getConfig().activation)
    return { ...super.getConfig(), units: this.#units, activation }
  }
}

tf.serialization.registerClass(DynamicDense as never)

function turnedOf(kernel: Core.Tensor, width: number, units: number): Int8Array {
  const known = turned.get(kernel.dataId)
  if (known !== undefined) return known
  const values = kernel.dataSync()
  const made = Int8Array.from({ length: width * units }, (_, i) => values[(i % width) * units + Math.floor(i / width)]!)
  turned.set(kernel.dataId, made)
  return made
}

interface Product {
  rows: number
  width: number
  units: number
  scale: Float32Array
  bias: Float32Array
}

function product(inputs: Float32Array, weights: Int8Array, { rows, width, units, scale, bias }: Product): Float32Array {
  const results = new Float32Array(rows * units)
  const rounded = new Int8Array(width)
  for (let row = 0; row < rows; row++) {
    let largest = 0
    for (let i = 0; i < width; i++) largest = Math.max(largest, Math.abs(inputs[row * width + i]!))
    const step = largest / 127 || 1
    for (let i = 0; i < width; i++) rounded[i] = Math.round(inputs[row * width + i]! / step)
    for (let unit = 0; unit < units; unit++) {
      const at = unit * width
      let sum = 0
      for (let i = 0; i < width; i++) sum = (sum + rounded[i]! * weights[at + i]!) | 0
      results[row * units + unit] = sum * step * scale[unit]! + bias[unit]!
    }
  }
  return results
}

/** A kernel [inputs, units] in whole numbers from −127 to 127, with one scale a unit. */
export function inWholeNumbers(kernel: Float32Array, units: number): { values: Int32Array; scale: Float32Array } {
  const scale = new Float32Array(units)
  kernel.forEach((value, i) => {
    scale[i % units] = Math.max(scale[i % units]!, Math.abs(value) / 127)
  })
  for (let unit = 0; unit < units; unit++) scale[unit] ||= 1
  return { values: Int32Array.from(kernel, (value, i) => Math.round(value / scale[i % units]!)), scale }
}
