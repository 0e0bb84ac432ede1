import { invalid } from "./input.ts"

/** Left, top, right, bottom, in one unit; right and bottom are where the box ends. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

export interface TrueBox {
  image: string | number
  class: string | number
  box: Box
}

export interface FoundBox extends TrueBox {
  /** How sure the detector is; larger is surer. */
  score: number
}

export interface DetectionOptions {
  /** A found box is right where it overlaps a true one of its class at least so much; 0.5 without them. */
  thresholds?: readonly number[]
  /** Found boxes that count in each image and class, the surest first; 100 without it. */
  most?: number
}

export interface DetectionFigures {
  /** Mean average precision over classes and thresholds. */
  map: number
  /** Average precision of each class that has true boxes, mean over thresholds. */
  perClass: Record<string, number>
  /** Mean over classes, at each threshold. */
  perThreshold: number[]
}

/** The thresholds of COCO's headline figure: 0.5, 0.55, … 0.95. */
export const cocoThresholds: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100)

/** Intersection over union of two boxes, 0–1. */
export function boxIou(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (area(a) + area(b) - shared)
}

const area = ([left, top, right, bottom]: Box): number => (right - left) * (bottom - top)

/**
 * Mean average precision of found boxes as COCO computes it: boxes of a class in the order of their scores each take the
 * true box of their image that they overlap most and that is still free; precision, made falling, is read at 101 recalls.
 * Throws DATA_INVALID for a box that ends before it begins, or without any true box.
 */
export function detection(
  actual: readonly TrueBox[],
  found: readonly FoundBox[],
  options: DetectionOptions = {},
): DetectionFigures {
  const { thresholds = [0.5], most = 100 } = options
  check(actual, found)
  const classes = [...new Set(actual.map(one => one.class))]
  const table = classes.map(name => {
    const truth = Map.groupBy(
      actual.filter(one => one.class === name),
      one => one.image,
    )
    const said = surest(
      found.filter(one => one.class === name),
      most,
    )
    return thresholds.map(threshold => averagePrecisionOf(truth, said, threshold))
  })
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  return {
    map: mean(table.map(mean)),
    perClass: Object.fromEntries(classes.map((name, i) => [String(name), mean(table[i]!)])),
    perThreshold: thresholds.map((_, t) => mean(table.map(row => row[t]!))),
  }
}

function surest(found: readonly FoundBox[], most: number): FoundBox[] {
  const images = Map.groupBy(found, one => one.image)
  const kept = [...images.values()].flatMap(boxes => boxes.toSorted((a, b) => b.score - a.score).slice(0, most))
  return kept.sort((a, b) => b.score - a.score)
}

function averagePrecisionOf(
  truth: Map<string | number, TrueBox[]>,
  found: readonly FoundBox[],
  threshold: number,
): number {
  const whole = [...truth.values()].reduce((sum, boxes) => sum + boxes.length, 0)
  const taken = new Set<TrueBox>()
  let hits = 0
  const points = found.map((one, i) => {
    // Exactly the threshold counts as an overlap, also where rounding has left it a hair below.
    let [best, overlap]: [TrueBox | undefined, number] = [undefined, Math.min(threshold, 1 - 1e-10)]
    for (const candidate of truth.get(one.image) ?? []) {
      const iou = boxIou(candidate.box, one.box)
      if (taken.has(candidate) || iou < overlap) continue
      best = candidate
      overlap = iou
    }
    if (best !== undefined) {
      taken.add(best)
      hits += 1
    }
    return { recall: hits / whole, precision: hits / (i + 1) }
  })
  for (let i = points.length - 2; i >= 0; i--)
    points[i]!.precision = Math.max(points[i]!.precision, points[i + 1]!.precision)
  let sum = 0
  // i × 0.01 is not i / 100 for every i; COCO's recalls are the former.
  for (let i = 0; i <= 100; i++) sum += points.find(({ recall }) => recall >= i * 0.01)?.precision ?? 0
  return sum / 101
}

function check(actual: readonly TrueBox[], found: readonly FoundBox[]): void {
  if (actual.length === 0) throw invalid("There is no true box to find.", "Give at least one.")
  for (const { box, image } of [...actual, ...found]) {
    if (box.every(Number.isFinite) && box[2] > box[0] && box[3] > box[1]) continue
    throw invalid(
      `A box of image ${image} is [${box.join(", ")}].`,
      "Give left, top, right, bottom, with right and bottom larger.",
    )
  }
  const bad = found.find(({ score }) => !Number.isFinite(score))
  if (bad !== undefined)
    throw invalid(`A found box of image ${bad.image} has the score ${bad.score}.`, "Give finite scores.")
}
