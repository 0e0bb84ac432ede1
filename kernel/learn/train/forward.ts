import { setImmediate } from "node:timers/promises"
import { currentCell } from "../../contracts/context.ts"
import { joined } from "../joined.ts"
import { predictorOf } from "../native/predictor.ts"
import { type Core, type Layers, tf } from "../tf.ts"

const batchSize = 256

/**
 * Outputs of a model for prepared examples, row-major, in inference mode: by native TensorFlow where it is, else by
 * TensorFlow.js, whose tensors of the call are freed.
 */
export function forward(
  model: Layers.LayersModel,
  xs: Float32Array,
  count: number,
  shape: readonly number[],
): Float32Array {
  return predictorOf(model, shape)?.run(xs, count) ?? forwardInJavaScript(model, xs, count, shape)
}

function forwardInJavaScript(
  model: Layers.LayersModel,
  xs: Float32Array,
  count: number,
  shape: readonly number[],
): Float32Array {
  return tf.tidy(() => {
    const outputs = model.apply(tf.tensor(xs, [count, ...shape]), { training: false }) as Core.Tensor
    return outputs.dataSync() as Float32Array
  })
}

/** The same in parts, with turns of the event loop between; throws the signal's reason when the cell is interrupted. */
export async function forwardAll(
  model: Layers.LayersModel,
  xs: Float32Array,
  count: number,
  shape: readonly number[],
): Promise<Float32Array> {
  const signal = currentCell()?.signal
  const width = shape.reduce((a, b) => a * b, 1)
  const parts: Float32Array[] = []
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start)
    parts.push(forward(model, xs.subarray(start * width, (start + size) * width), size, shape))
    if (start + size < count) await setImmediate()
    signal?.throwIfAborted()
  }
  return joined(Float32Array, parts)
}
