import { type Random, range, shuffle } from "../../random.ts"
import type { Batch } from "../split.ts"
import { beta } from "./draw.ts"
import type { Augmentation } from "./options.ts"
import { type Canvas, vary } from "./picture.ts"

/** Varies the examples of training batches, which are not changed themselves. */
export interface Augmenter {
  readonly options: Augmentation
  /** The least and largest number of the training examples. */
  range(): readonly [number, number]
  (batch: Batch, random: Random): Batch
}

/** An augmenter of examples of a shape; `range` is the least and largest number of the training examples. */
export function augmenterOf(
  options: Augmentation,
  shape: readonly number[],
  range: () => readonly [number, number],
): Augmenter {
  let canvas: Canvas | undefined
  let known: readonly [number, number] | undefined
  const ranged = () => {
    known ??= range()
    return known
  }
  const augment = (batch: Batch, random: Random): Batch => {
    canvas ??= canvasOf(shape, ranged())
    const xs = new Float32Array(batch.xs.length)
    const width = xs.length / Math.max(batch.size, 1)
    for (let i = 0; i < batch.size; i++) {
      const part = [i * width, (i + 1) * width] as const
      vary(batch.xs.subarray(...part), xs.subarray(...part), canvas, options, random)
    }
    if (options.mixup !== undefined) mix(xs, batch.size, options.mixup, random)
    return { ...batch, xs }
  }
  return Object.assign(augment, { options, range: ranged })
}

function canvasOf(shape: readonly number[], [low, high]: readonly [number, number]): Canvas {
  const [height = 1, width = 1, channels = 1] = shape.length === 3 ? shape : [1, shape.reduce((a, b) => a * b, 1), 1]
  return { height, width, channels, low, high }
}

/**
 * Mixes each example with another one and leaves it its own label. With a share of Beta(α + 1, α) for the example itself,
 * the expected loss and gradient are those of mixed labels with shares of Beta(α, α), for every loss that is linear in the
 * label, as cross-entropy is (F. Huszár, 2017): so no engine has to know of mixed labels.
 */
function mix(xs: Float32Array, size: number, alpha: number, random: Random): void {
  const before = xs.slice()
  const width = xs.length / Math.max(size, 1)
  const partners = shuffle(range(size), random)
  for (let i = 0; i < size; i++) {
    const share = beta(alpha + 1, alpha, random)
    const other = partners[i]! * width
    for (let j = 0; j < width; j++)
      xs[i * width + j] = share * before[i * width + j]! + (1 - share) * before[other + j]!
  }
}
