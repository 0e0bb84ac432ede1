import type { layers } from "@tensorflow/tfjs-layers"
import { type CellContext, currentCell } from "../../contracts/context.ts"
import { type Random, randomFrom, withRandom } from "../random.ts"

type Layer = { addWeight(...parameters: unknown[]): unknown }

/** One stream of numbers for each run of a cell. */
const streams = new WeakMap<CellContext, Random>()

function streamOfModelCell(): Random | undefined {
  const cell = currentCell()
  if (cell?.header?.stage !== "model") return undefined
  const known = streams.get(cell)
  if (known !== undefined) return known
  const { seed } = cell.header.options
  const stream = randomFrom(typeof seed === "number" ? seed : 0)
  streams.set(cell, stream)
  return stream
}

/**
 * Weights that a model cell creates start from the header's `--seed` (0 without one), so that running the cell again gives
 * the same model. Elsewhere initial weights are left to TensorFlow.js.
 */
export function seedInitialWeights(Layer: typeof layers.Layer): void {
  const prototype = Layer.prototype as unknown as Layer
  const original = prototype.addWeight
  prototype.addWeight = function (...parameters) {
    const stream = streamOfModelCell()
    const add = () => original.apply(this, parameters)
    return stream === undefined ? add() : withRandom(stream, add)
  }
}
