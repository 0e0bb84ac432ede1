import { bytes, double, doubles, type Field, float, int, nested, text } from "../../protobuf/write.ts"
import { type Picture, png } from "../../show/png.ts"

/*
 * Values of a Summary, field by field as summary.proto numbers them, each with the plugin that shows it.
 */

const value = (name: string, plugin: string, ...fields: Field[]): Field =>
  nested(1, text(1, name), ...fields, nested(9, nested(1, text(1, plugin))))

export const scalar = (name: string, number: number): Field => value(name, "scalars", float(2, number))

/** A picture as PNG. */
export function image(name: string, picture: Picture): Field {
  const { height, width, channels } = picture
  const colours = channels === 3 || channels === 4 ? channels : 1
  return value(name, "images", nested(4, int(1, height), int(2, width), int(3, colours), bytes(4, png(picture))))
}

/** As many buckets of equal width as TensorFlow makes. */
const buckets = 30

/** How values are spread, in 30 buckets from the smallest to the largest. What is not finite is left out. */
export function histogram(name: string, values: ArrayLike<number>): Field {
  const finite = Array.from(values).filter(Number.isFinite)
  const low = finite.reduce((a, b) => Math.min(a, b), finite[0] ?? 0)
  const high = finite.reduce((a, b) => Math.max(a, b), finite[0] ?? 0)
  const width = (high - low) / buckets
  const counts = new Array<number>(width > 0 ? buckets : 1).fill(0)
  let [sum, squares] = [0, 0]
  for (const one of finite) {
    counts[width > 0 ? Math.min(buckets - 1, Math.floor((one - low) / width)) : 0]! += 1
    sum += one
    squares += one * one
  }
  const limits = counts.map((_, i) => (i + 1 === counts.length ? high : low + (i + 1) * width))
  const fields = [double(1, low), double(2, high), double(3, finite.length), double(4, sum), double(5, squares)]
  return value(name, "histograms", nested(5, ...fields, doubles(6, limits), doubles(7, counts)))
}
