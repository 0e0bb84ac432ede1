import type { Trained } from "../train/trained.ts"
import { Attribution, overChannels } from "./attribution.ts"
import { checkPatch, type Feature, featuresOf, imageShape, patchAt } from "./features.ts"
import { blankRows, copyFeature, repeated } from "./raw-rows.ts"
import { oneExample, outputsOf, targetOf } from "./target.ts"

export interface OcclusionOptions {
  /** The class whose probability is explained; the one that is predicted without it. */
  target?: string
  /** Side of the square that covers an image, in pixels; about an eighth of it without one. */
  patch?: number
  /** Pixels between two squares; half a side without it, so that they overlap. */
  stride?: number
  /** A raw example whose values are put in the place of what is covered; 0 without it. */
  baseline?: unknown
}

/**
 * What the output loses when a part of the example is covered (Zeiler and Fergus, 2014): squares of an image, columns of a
 * table. Where squares overlap, a pixel has the mean of those that cover it.
 */
export async function occlusion(
  trained: Trained,
  example: unknown,
  { target: name, patch, stride, baseline }: OcclusionOptions = {},
): Promise<Attribution> {
  const { prepare } = trained
  const raw = oneExample(trained, example)
  const fill = baseline === undefined ? blankRows(prepare.columns, 1) : oneExample(trained, baseline)
  const features = coversOf(trained, patch, stride)
  // The last row stays as it is.
  const rows = repeated(prepare.columns, raw, 0, features.length + 1)
  features.forEach((feature, row) => {
    copyFeature(feature, { rows: fill, row: 0 }, { rows, row })
  })
  const outputs = await outputsOf(trained, rows)
  const size = outputs.length / (features.length + 1)
  const target = targetOf(trained, outputs.subarray(features.length * size), name)
  const output = target.read(outputs, features.length * size)
  const lost = features.map((_, i) => output - target.read(outputs, i * size))
  return new Attribution({
    method: "occlusion",
    label: target.label,
    output,
    base: target.read(await outputsOf(trained, fill), 0),
    features: features.map((feature, i) => ({ name: feature.name, value: lost[i]! })),
    ...spread(trained, features, lost),
    raw,
    prepare,
  }).show()
}

function coversOf({ prepare }: Trained, patch: number | undefined, stride: number | undefined): Feature[] {
  const image = imageShape(prepare)
  if (image === undefined) return featuresOf(prepare)
  const { height, width } = image
  const side = patch ?? Math.max(2, Math.ceil(Math.max(height, width) / 8))
  checkPatch(side, Math.max(height, width))
  const step = stride ?? Math.max(1, Math.floor(side / 2))
  checkPatch(step, side)
  const corners = (length: number) => {
    const count = Math.max(1, Math.ceil((length - side) / step) + 1)
    return Array.from({ length: count }, (_, i) => Math.min(i * step, Math.max(0, length - side)))
  }
  return corners(height).flatMap(top => corners(width).map(left => patchAt(image, top, left, side)))
}

/** What the squares lost, on the pixels that they cover. */
function spread(
  { prepare }: Trained,
  features: readonly Feature[],
  lost: readonly number[],
): { pixels?: Float32Array } {
  const image = imageShape(prepare)
  if (image === undefined) return {}
  const [sums, counts] = [new Float32Array(prepare.inputWidth), new Float32Array(prepare.inputWidth)]
  features.forEach(({ places }, i) => {
    for (const place of places) {
      sums[place]! += lost[i]!
      counts[place]! += 1
    }
  })
  const means = sums.map((sum, i) => sum / (counts[i]! * image.channels))
  return { pixels: overChannels(means, image.channels) }
}
