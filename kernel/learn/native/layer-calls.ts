import { type Core, type Layers, tf } from "../tf.ts"
import { type GraphCalls, normalised } from "./batch-norm.ts"
import { NotCompilable } from "./emit.ts"
import { layerNormalised } from "./layer-norm.ts"
import type { Noise } from "./noise.ts"

type Layer = Layers.layers.Layer
type Call = (inputs: Core.Tensor) => Core.Tensor

/** The parts of a layer that the replacements below read. */
interface Parts {
  rate: number
  stddev: number
  getNoiseShape(input: Core.Tensor): number[] | null
}

const only = (inputs: Core.Tensor | Core.Tensor[]): Core.Tensor => [inputs].flat()[0]!

/** Zeroes a share of the values and scales the others up (Srivastava et al., 2014). */
function dropped(noise: Noise, input: Core.Tensor, rate: number, shape: readonly number[] = input.shape): Core.Tensor {
  if (!(rate > 0 && rate < 1)) return input
  const kept = tf.cast(tf.greaterEqual(noise.uniform(shape), rate), "float32")
  return tf.mul(input, tf.mul(kept, 1 / (1 - rate)))
}

const dropout = (layer: Parts, noise: Noise): Call => {
  return input => dropped(noise, input, layer.rate, layer.getNoiseShape(input) ?? input.shape)
}

/** What a layer does in training, where TensorFlow.js draws the noise outside of the graph or has slower ways. */
const trained: Record<string, (layer: Parts, noise: Noise, graph: GraphCalls) => Call> = {
  Dropout: dropout,
  SpatialDropout1D: dropout,
  GaussianNoise: (layer, noise) => input => tf.add(input, tf.mul(noise.normal(input.shape), layer.stddev)),
  GaussianDropout: ({ rate }, noise) => {
    const deviation = Math.sqrt(rate / (1 - rate))
    return input =>
      rate > 0 && rate < 1 ? tf.mul(input, tf.add(tf.mul(noise.normal(input.shape), deviation), 1)) : input
  },
  AlphaDropout: ({ rate }, noise) => {
    // The values of a dropped unit and of the correction afterwards (Klambauer et al., 2017, section 3).
    const low = -1.6732632423543772 * 1.0507009873554805
    const scale = ((1 - rate) * (1 + rate * low ** 2)) ** -0.5
    return input => {
      if (!(rate > 0 && rate < 1)) return input
      const kept = tf.cast(tf.greaterEqual(noise.uniform(input.shape), rate), "float32")
      const filled = tf.add(tf.mul(input, kept), tf.mul(tf.sub(1, kept), low))
      return tf.add(tf.mul(filled, scale), -scale * low * rate)
    }
  },
  BatchNormalization: normalised,
  LayerNormalization: (layer, _noise, { emit }) => {
    const { call } = Object.getPrototypeOf(layer) as Layer
    return input => layerNormalised(layer, input.rank, emit)?.(input) ?? (call.call(layer, input, {}) as Core.Tensor)
  },
}

/** A recurrent cell, which drops values by a function of its own. */
interface Cell {
  cell?: Cell
  cells?: Cell[]
  dropoutFunc?: unknown
}

function* cellsOf(layer: Cell & { forwardLayer?: Cell; backwardLayer?: Cell; layer?: Cell }): Generator<Cell> {
  if (layer.cell !== undefined) yield* cellsOf(layer.cell)
  for (const part of layer.cells ?? []) yield* cellsOf(part)
  for (const part of [layer.forwardLayer, layer.backwardLayer, layer.layer])
    if (part !== undefined) yield* cellsOf(part)
  if ("recurrentDropout" in layer) yield layer
}

/** All layers of a model, those of models inside it too. */
export function* layersOf(model: Layers.LayersModel): Generator<Layer> {
  for (const layer of model.layers) {
    if (layer instanceof tf.LayersModel) yield* layersOf(layer)
    else yield layer
    const inner = (layer as unknown as { layer?: Layer }).layer
    if (inner !== undefined) yield inner
  }
}

/** Runs code with the training calls of layers replaced by ones that draw their noise in the graph. */
export function withTrainingCalls<T>(model: Layers.LayersModel, noise: Noise, graph: GraphCalls, run: () => T): T {
  const undo: (() => void)[] = []
  for (const layer of layersOf(model)) {
    const make = trained[layer.getClassName()]
    if (make !== undefined) {
      const replaced = make(layer as unknown as Parts, noise, graph)
      const original = layer.call
      layer.call = (inputs, kwargs) =>
        kwargs?.training ? replaced(only(inputs)) : original.call(layer, inputs, kwargs)
      undo.push(() => void Reflect.deleteProperty(layer, "call"))
    }
    for (const cell of cellsOf(layer as unknown as Cell)) {
      const before = cell.dropoutFunc
      cell.dropoutFunc = (ones: Core.Tensor, rate: number) => dropped(noise, ones, rate)
      undo.push(() => {
        cell.dropoutFunc = before
      })
    }
  }
  const random = Math.random
  Math.random = () => {
    throw new NotCompilable("a layer draws random numbers in a way of its own")
  }
  try {
    return run()
  } finally {
    Math.random = random
    for (const restore of undo) restore()
  }
}
