import { setImmediate } from "node:timers/promises"
import { currentCell } from "../../contracts/context.ts"
import { KaonError } from "../../contracts/errors.ts"
import { widthOf } from "../steps/step.ts"
import { type Core, tf } from "../tf.ts"
import { forward } from "../train/forward.ts"
import type { Trained } from "../train/trained.ts"
import { Attribution, overChannels } from "./attribution.ts"
import { imageShape } from "./features.ts"
import type { RawRows } from "./raw-rows.ts"
import { oneExample, type Target, targetOf } from "./target.ts"

export interface GradientOptions {
  /** The class whose probability is explained; the one that is predicted without it. */
  target?: string
}

export interface IntegratedOptions extends GradientOptions {
  /** A raw example to compare with; prepared numbers of 0 without it. */
  baseline?: unknown
  /** Points on the way from the baseline to the example; 64 without it. More are more exact. */
  steps?: number
}

/** Gradients of the target with respect to `count` prepared examples, row-major. */
function gradientsAt({ model, prepare }: Trained, xs: Float32Array, count: number, target: Target): Float32Array {
  return tf.tidy(() => {
    const slope = tf.grad(inputs => {
      const outputs = model.apply(inputs, { training: false }) as Core.Tensor2D
      return tf.mul(target.sign, tf.sum(tf.slice(outputs, [0, target.index], [count, 1])))
    })
    return slope(tf.tensor(xs, [count, ...prepare.shape])).dataSync() as Float32Array
  })
}

/**
 * How steeply the output rises and falls with each prepared number: |gradient| (Simonyan et al., 2014). Of an image the sum
 * over channels; of a table the sum over the numbers of each prepared column. The unit is output per prepared unit.
 */
export function saliency(trained: Trained, example: unknown, { target: name }: GradientOptions = {}): Attribution {
  const { raw, prepared, outputs, target } = start(trained, example, name)
  const values = gradientsAt(trained, prepared, 1, target).map(Math.abs)
  const output = target.read(outputs, 0)
  return attributed(trained, "saliency", raw, values, { label: target.label, output, base: Number.NaN })
}

/**
 * Gradients summed along the straight way from a baseline to the example, × the way (Sundararajan et al., 2017). What the
 * features add up to is the output less that of the baseline, but for the error of the sum, which falls with `steps`.
 */
export async function integratedGradients(
  trained: Trained,
  example: unknown,
  { target: name, baseline, steps = 64 }: IntegratedOptions = {},
): Promise<Attribution> {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new KaonError("DATA_INVALID", `steps is ${steps}.`, { fix: "Give a whole number above 0." })
  }
  const { model, prepare } = trained
  const { raw, prepared, outputs, target } = start(trained, example, name)
  const from =
    baseline === undefined
      ? new Float32Array(prepared.length)
      : prepare.prepare(oneExample(trained, baseline).values, 1)
  const sums = new Float64Array(prepared.length)
  const signal = currentCell()?.signal
  for (let first = 0; first < steps; first += batch) {
    const count = Math.min(batch, steps - first)
    const points = new Float32Array(count * prepared.length)
    for (let i = 0; i < count; i++) {
      // The middle of each part of the way: exact where the gradient changes in a straight line.
      const share = (first + i + 0.5) / steps
      prepared.forEach((value, j) => {
        points[i * prepared.length + j] = from[j]! + share * (value - from[j]!)
      })
    }
    gradientsAt(trained, points, count, target).forEach((value, i) => {
      sums[i % prepared.length]! += value
    })
    await setImmediate()
    signal?.throwIfAborted()
  }
  const values = prepared.map((value, i) => ((value - from[i]!) * sums[i]!) / steps)
  const base = target.read(forward(model, from, 1, prepare.shape), 0)
  const output = target.read(outputs, 0)
  return attributed(trained, "integrated gradients", raw, values, { label: target.label, output, base })
}

const batch = 32

function start(trained: Trained, example: unknown, name: string | undefined) {
  const { model, prepare } = trained
  const raw = oneExample(trained, example)
  const prepared = prepare.prepare(raw.values, 1)
  const outputs = forward(model, prepared, 1, prepare.shape)
  return { raw, prepared, outputs, target: targetOf(trained, outputs, name) }
}

function attributed(
  { prepare }: Trained,
  method: string,
  raw: RawRows,
  values: Float32Array,
  said: { label: string; output: number; base: number },
): Attribution {
  const image = imageShape(prepare)
  if (image !== undefined && values.length === prepare.inputWidth) {
    const pixels = overChannels(values, image.channels)
    const features = Array.from(pixels, (value, i) => ({
      name: `row ${Math.floor(i / image.width)}, column ${i % image.width}`,
      value,
    }))
    return new Attribution({ method, ...said, features, pixels, raw, prepare }).show()
  }
  let at = 0
  const features = prepare.apply(raw.values, 1).columns.map(column => {
    const part = values.subarray(at, at + widthOf(column))
    at += part.length
    return { name: column.name, value: part.reduce((a, b) => a + b, 0) }
  })
  return new Attribution({ method, ...said, features, raw, prepare }).show()
}
