import type { ColumnPayload } from "../../contracts/dataset.ts"
import type { Picture } from "../show/png.ts"
import type { Source } from "./table.ts"
import { widthOf } from "./table.ts"

/** The first column of images among the features, if there is one. */
export const imageColumn = ({ features }: Source): ColumnPayload | undefined =>
  features.find(column => column.kind === "image")

/** One row's image; black and white are what the source states, else the least and the largest value of the image. */
export function pictureOf(column: ColumnPayload, row: number): Picture {
  const width = widthOf(column)
  const values = (column.values as Float32Array).subarray(row * width, (row + 1) * width)
  const [height = 1, columns = width, channels = 1] = column.shape
  const range = column.range ?? [Math.min(...values), Math.max(...values)]
  return { height, width: columns, channels, values, range }
}
