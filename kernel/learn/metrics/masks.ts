import type { Numbers } from "./input.ts"
import { ratio } from "./sums.ts"
import { confusion, margins, type TallyOptions } from "./tally.ts"

export interface Overlaps {
  /** Intersection over union of each class; NaN for one that occurs nowhere. */
  perClass: number[]
  /** Mean over the classes that occur. */
  mean: number
}

/*
 * Masks are class indices, one a pixel, of one image or of many in a row: counts are summed over all of them before they
 * are divided, so that large and small images count by their pixels. `classes` and `weights` as for confusion counts.
 */

/** Intersection over union, the Jaccard index: pixels of a class in both masks over those in either. */
export const iou = (actual: Numbers, predicted: Numbers, options: TallyOptions = {}): Overlaps =>
  overlaps(actual, predicted, options, (hits, actual, predicted) => ratio(hits, actual + predicted - hits))

/** Dice's coefficient: twice the pixels in both masks over the sum of both. The same as F1 of each class. */
export const dice = (actual: Numbers, predicted: Numbers, options: TallyOptions = {}): Overlaps =>
  overlaps(actual, predicted, options, (hits, actual, predicted) => ratio(2 * hits, actual + predicted))

function overlaps(
  truth: Numbers,
  said: Numbers,
  options: TallyOptions,
  of: (hits: number, actual: number, predicted: number) => number,
): Overlaps {
  const { actual, predicted, hits } = margins(confusion(truth, said, options))
  const perClass = hits.map((hit, i) =>
    actual[i]! + predicted[i]! === 0 ? Number.NaN : of(hit, actual[i]!, predicted[i]!),
  )
  const occurring = perClass.filter(value => !Number.isNaN(value))
  return { perClass, mean: occurring.reduce((a, b) => a + b, 0) / occurring.length }
}
