import { availableParallelism } from "node:os"
import type { Running } from "../../native/index.ts"
import type { Layers } from "../tf.ts"
import { sizeOf } from "./emit.ts"
import { layersOf } from "./layer-calls.ts"

type Layer = Layers.layers.Layer

/** Multiplications of one operation below which one core is done before the others have begun: fewer, the more there are. */
const smallOf = (cores: number): number => 2 ** 26 / cores
/** The same where it is one example that somebody waits for, by operations that start sooner. */
const quick = 2 ** 22

/**
 * How a model's training is best run. Convolutions and branches are worth running side by side; a chain of smaller
 * operations loses more by being handed over, and one of small operations by being divided.
 */
export function runningOf(model: Layers.LayersModel, batchSize: number, cores = availableParallelism()): Running {
  const layers = [...layersOf(model)]
  if (layers.some(layer => /conv/i.test(layer.getClassName()) || layer.inboundNodes.some(merges))) return "parallel"
  return allWithin(smallOf(cores), layers, batchSize)
}

/** How few examples are best predicted. */
export const predictingOf = (model: Layers.LayersModel, examples: number): Running =>
  allWithin(quick, [...layersOf(model)], examples)

const allWithin = (limit: number, layers: readonly Layer[], examples: number): Running =>
  layers.every(layer => productsOf(layer, examples) <= limit) ? "single" : "alone"

const merges = ({ inputTensors }: { inputTensors: readonly unknown[] }): boolean => inputTensors.length > 1

/** Multiplications of the largest operation of a layer: its weights, at each place of each example that it is applied to. */
function productsOf(layer: Layer, batchSize: number): number {
  const [shape] = (layer.inboundNodes[0]?.outputShapes ?? []) as Layers.Shape[]
  const between = "cell" in layer ? [] : (shape ?? []).slice(1, -1)
  // Not countParams(), which throws for the layer that a wrapper has copied and never built.
  const weights = layer.weights.reduce((sum, weight) => sum + sizeOf(weight.shape.map(size => size ?? 1)), 0)
  return batchSize * sizeOf(between.map(size => size ?? 1)) * weights
}
