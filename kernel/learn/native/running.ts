import type { Running } from "../../native/index.ts"
import type { Layers } from "../tf.ts"
import { sizeOf } from "./emit.ts"
import { layersOf } from "./layer-calls.ts"

type Layer = Layers.layers.Layer

/** Products of a layer's numbers in one operation, below which one core is done before a second has begun. */
const small = 2 ** 25

/**
 * How a model's training is best run. Convolutions and branches are worth running side by side; a chain of smaller
 * operations loses more by being handed over, and one of small operations by being divided.
 */
export function runningOf(model: Layers.LayersModel, batchSize: number): Running {
  const layers = [...layersOf(model)]
  if (layers.some(layer => /conv/i.test(layer.getClassName()) || layer.inboundNodes.some(merges))) return "parallel"
  return layers.every(layer => productsOf(layer, batchSize) <= small) ? "single" : "alone"
}

const merges = ({ inputTensors }: { inputTensors: readonly unknown[] }): boolean => inputTensors.length > 1

/** Multiplications of the largest operation of a layer: its weights, at each place of each example that it is applied to. */
function productsOf(layer: Layer, batchSize: number): number {
  const [shape] = (layer.inboundNodes[0]?.outputShapes ?? []) as Layers.Shape[]
  const between = "cell" in layer ? [] : (shape ?? []).slice(1, -1)
  return batchSize * sizeOf(between.map(size => size ?? 1)) * layer.countParams()
}
