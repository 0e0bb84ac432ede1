import { KaonError } from "../../contracts/errors.ts"
import { Split } from "../data/split.ts"
import { type Random, randomFrom, range, shuffle } from "../random.ts"
import { examplesFrom } from "../train/examples.ts"
import type { Trained } from "../train/trained.ts"
import { Attribution } from "./attribution.ts"
import { featuresOf, imageShape } from "./features.ts"
import { copyFeature, repeated } from "./raw-rows.ts"
import { oneExample, outputsOf, targetOf } from "./target.ts"

export interface ShapOptions {
  /** The class whose probability is explained; the one that is predicted without it. */
  target?: string
  /** Orders of the features that are drawn; 100 without it. The error falls with their square root. */
  samples?: number
  /** Side of a patch of an image, in pixels; about an eighth of it without one. */
  patch?: number
  /** 0 without one: the same values each time. */
  seed?: number
}

/** Rows of the background that are used at most. */
const mostRows = 200

/**
 * Shapley values by sampling (Štrumbelj and Kononenko, 2014): in a random order, features of a background row become those
 * of the example one by one, and each has what the output changed by with it. The background (a split, or raw examples) is
 * what "without" means. The values add up to the output less the mean output of the background rows used, exactly; each
 * comes with its standard error.
 */
export async function shap(
  trained: Trained,
  example: unknown,
  background: unknown,
  { target: name, samples = 100, patch, seed = 0 }: ShapOptions = {},
): Promise<Attribution> {
  if (!Number.isInteger(samples) || samples < 2) {
    throw new KaonError("DATA_INVALID", `samples is ${samples}.`, { fix: "Give a whole number above 1." })
  }
  const { prepare } = trained
  const raw = oneExample(trained, example)
  const random = randomFrom(seed)
  const { columns } = prepare
  const { rows: others, places } = backgroundOf(trained, background, random)
  const features = featuresOf(prepare, patch)
  const target = targetOf(trained, await outputsOf(trained, raw), name)
  const [sums, squares] = [new Float64Array(features.length), new Float64Array(features.length)]
  let [base, output] = [0, 0]
  for (let sample = 0; sample < samples; sample++) {
    const order = shuffle(range(features.length), random)
    const rows = repeated(columns, others, places[sample % places.length]!, features.length + 1)
    order.forEach((feature, i) => {
      for (let row = i + 1; row <= features.length; row++) {
        copyFeature(features[feature]!, { rows: raw, row: 0 }, { rows, row })
      }
    })
    const outputs = await outputsOf(trained, rows)
    const at = (step: number) => target.read(outputs, step * target.size)
    order.forEach((feature, i) => {
      const change = at(i + 1) - at(i)
      sums[feature]! += change
      squares[feature]! += change * change
    })
    base += at(0) / samples
    output += at(features.length) / samples
  }
  const values = features.map((feature, i) => {
    const mean = sums[i]! / samples
    const variance = Math.max(0, squares[i]! / samples - mean * mean) * (samples / (samples - 1))
    return { name: feature.name, value: mean, error: Math.sqrt(variance / samples) }
  })
  const pixels = imageShape(prepare) && pixelsOf(trained, features, values)
  const said = { method: "Shapley values", label: target.label, output, base }
  return new Attribution({ ...said, features: values, ...(pixels && { pixels }), raw, prepare }).show()
}

/** A patch's value, spread evenly over its pixels. */
function pixelsOf({ prepare }: Trained, features: ReturnType<typeof featuresOf>, values: readonly { value: number }[]) {
  const { channels } = imageShape(prepare)!
  const pixels = new Float32Array(prepare.inputWidth / channels)
  features.forEach(({ places }, i) => {
    for (const place of places) pixels[Math.floor(place / channels)]! += values[i]!.value / places.length
  })
  return pixels
}

function backgroundOf({ prepare }: Trained, background: unknown, random: Random) {
  const { values, count } = examplesFrom(background, prepare)
  if (count === 0)
    throw new KaonError("DATA_INVALID", "The background has no rows.", { fix: "Give the training split." })
  const places = background instanceof Split ? shuffle(range(count), random).subarray(0, mostRows) : range(count)
  return { rows: { values, count }, places }
}
