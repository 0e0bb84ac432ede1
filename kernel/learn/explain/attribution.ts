import { barChart } from "../evaluate/charts.ts"
import { View } from "../show/displayable.ts"
import { svgGrid } from "../show/grid.ts"
import type { Picture } from "../show/png.ts"
import { figure, textTable } from "../show/text-table.ts"
import type { Preprocessing } from "../steps/compile.ts"
import { imageShape } from "./features.ts"
import type { RawRows } from "./raw-rows.ts"

export interface AttributionParts {
  method: string
  /** The class whose probability is explained, or "prediction". */
  label: string
  /** What the model says of the example, and of nothing: with no feature, or with the baseline. */
  output: number
  base: number
  features: readonly { name: string; value: number; error?: number }[]
  /** One number for each of a raw example's pixels (all channels together), where it is an image. */
  pixels?: Float32Array
  raw: RawRows
  prepare: Preprocessing
}

/** How much each part of one example has to do with what a model says of it, in the unit of the output. */
export class Attribution extends View {
  readonly method: string
  readonly label: string
  readonly output: number
  readonly base: number
  /** By name, the largest first. */
  readonly features: readonly { name: string; value: number; error?: number }[]
  /** height × width, where the example is an image. */
  readonly pixels: Float32Array | undefined

  constructor(parts: AttributionParts) {
    const features = parts.features.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    super(bundleOf({ ...parts, features }))
    this.method = parts.method
    this.label = parts.label
    this.output = parts.output
    this.base = parts.base
    this.features = features
    this.pixels = parts.pixels
  }

  /** What all features add up to. */
  get sum(): number {
    return this.features.reduce((sum, { value }) => sum + value, 0)
  }
}

/** Features that are drawn at most. */
const most = 20

function bundleOf(parts: AttributionParts): View["bundle"] {
  const { method, label, output, base, features, pixels } = parts
  const title = `${method}: ${label} ${figure(output)}${Number.isNaN(base) ? "" : `, ${figure(base)} without`}`
  const shown = features.slice(0, most)
  const image = imageShape(parts.prepare)
  if (image === undefined || pixels === undefined) {
    const bars = shown.map(({ name, value, error }) =>
      error === undefined ? { name, value } : { name, value, low: value - 2 * error, high: value + 2 * error },
    )
    return barChart(title, "contribution", bars).bundle
  }
  const text = textTable(
    ["where", "contribution"],
    shown.map(({ name, value }) => [name, value]),
  )
  const values = parts.raw.values[0] as Float32Array
  const input: Picture = { ...image, values, range: rangeOf(values) }
  const map: Picture = {
    height: image.height,
    width: image.width,
    channels: 3,
    values: colours(pixels),
    range: [0, 255],
  }
  const tiles = [
    { picture: input, captions: [`the example: ${label} ${figure(output)}`] },
    { picture: map, captions: [method, "red speaks for it, blue against"] },
  ]
  return { "image/svg+xml": svgGrid(tiles, 2, 168), "text/plain": `${title}\n${text}` }
}

const rangeOf = (values: Float32Array): [number, number] => [
  values.reduce((a, b) => Math.min(a, b), values[0] ?? 0),
  values.reduce((a, b) => Math.max(a, b), values[0] ?? 1),
]

/** White for nothing, red for, blue against; the strongest is full. */
function colours(pixels: Float32Array): Float32Array {
  const strongest = pixels.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1
  return Float32Array.from({ length: pixels.length * 3 }, (_, i) => {
    const value = pixels[Math.floor(i / 3)]! / strongest
    const own = value > 0 ? 0 : 2
    return i % 3 === own ? 255 : 255 * (1 - Math.abs(value))
  })
}

/** Sums over the channels of each pixel. */
export function overChannels(values: ArrayLike<number>, channels: number): Float32Array {
  const pixels = new Float32Array(values.length / channels)
  for (let i = 0; i < values.length; i++) pixels[Math.floor(i / channels)]! += values[i]!
  return pixels
}
