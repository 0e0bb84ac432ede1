import { KaonError } from "../../contracts/errors.ts"
import type { Preprocessing } from "../steps/compile.ts"
import { widthOf } from "../steps/step.ts"

/** What an explanation speaks of: a column, or a patch of an image. */
export interface Feature {
  name: string
  /** Its column, how many values that has in a row, and the feature's places among them. */
  column: number
  width: number
  places: number[]
}

/** Height, width and channels where an example is one image, else undefined. */
export function imageShape({
  columns,
}: Preprocessing): { height: number; width: number; channels: number } | undefined {
  const [only] = columns
  const [height, width, channels = 1] = only?.shape ?? []
  if (columns.length !== 1 || only!.kind !== "image" || !height || !width) return undefined
  return { height, width, channels }
}

/**
 * The columns of a table, or the patches of an image: squares of `patch` pixels a side that do not overlap, from the top
 * left; about eight a side without it.
 */
export function featuresOf(prepare: Preprocessing, patch?: number): Feature[] {
  const image = imageShape(prepare)
  if (image === undefined) return columnsOf(prepare)
  const { height, width } = image
  const side = patch ?? Math.ceil(Math.max(height, width) / 8)
  checkPatch(side, Math.max(height, width))
  const corners = (length: number) => Array.from({ length: Math.ceil(length / side) }, (_, i) => i * side)
  return corners(height).flatMap(top => corners(width).map(left => patchAt(image, top, left, side)))
}

export function checkPatch(side: number, most: number): void {
  if (Number.isInteger(side) && side >= 1 && side <= most) return
  throw new KaonError("DATA_INVALID", `A patch of ${side} pixels does not fit the image.`, {
    fix: `Give 1 to ${most}.`,
  })
}

/** The part of a square that lies within the image. */
export function patchAt(
  { height, width, channels }: { height: number; width: number; channels: number },
  top: number,
  left: number,
  side: number,
): Feature {
  const places: number[] = []
  for (let y = Math.max(0, top); y < Math.min(top + side, height); y++) {
    for (let x = Math.max(0, left); x < Math.min(left + side, width); x++) {
      for (let channel = 0; channel < channels; channel++) places.push((y * width + x) * channels + channel)
    }
  }
  return { name: `row ${top}, column ${left}`, column: 0, width: height * width * channels, places }
}

const columnsOf = ({ columns }: Preprocessing): Feature[] =>
  columns.map((column, i) => {
    const width = widthOf(column)
    return { name: column.name, column: i, width, places: Array.from({ length: width }, (_, place) => place) }
  })
