import type { Matrix } from "../metrics/input.ts"
import { type Tally, tally } from "../metrics/tally.ts"

/** What figures are computed of: what is true and what was predicted of some examples, and how much each counts. */
export interface Judged {
  /** Class indices, or numbers. */
  actual: ArrayLike<number>
  predicted: ArrayLike<number>
  /** One column of probabilities for each class; undefined where the model gives none. */
  probabilities: Matrix | undefined
  weights: ArrayLike<number> | undefined
  /** 0: numbers are predicted. */
  classes: number
  /** Numbers that are predicted of each example, row-major in `actual` and `predicted`; 1 without it. */
  width?: number
  /** Confusion counts, computed when first asked for. */
  tally(): Tally
}

export function judged(parts: Omit<Judged, "tally">): Judged {
  const { actual, predicted, classes, weights } = parts
  let counted: Tally | undefined
  return {
    ...parts,
    tally() {
      counted ??= tally(actual, predicted, { classes, weights })
      return counted
    },
  }
}

export const examplesIn = ({ actual, width = 1 }: Judged): number => actual.length / width

/** Some of the examples, in the order of their places; a place may come more than once. */
export function judgedAt(whole: Judged, places: ArrayLike<number>): Judged {
  const { probabilities, weights, width = 1 } = whole
  const pick = (values: ArrayLike<number>) =>
    Float64Array.from(
      { length: places.length * width },
      (_, i) => values[places[Math.floor(i / width)]! * width + (i % width)]!,
    )
  return judged({
    actual: pick(whole.actual),
    predicted: pick(whole.predicted),
    classes: whole.classes,
    width,
    weights: weights && pick(weights),
    probabilities: probabilities && rowsAt(probabilities, places),
  })
}

function rowsAt({ values, columns }: Matrix, places: ArrayLike<number>): Matrix {
  const picked = new Float64Array(places.length * columns)
  for (let i = 0; i < places.length; i++) {
    picked.set(values.subarray(places[i]! * columns, (places[i]! + 1) * columns), i * columns)
  }
  return { values: picked, rows: places.length, columns }
}
