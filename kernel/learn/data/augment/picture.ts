import type { Random } from "../../random.ts"
import { around, normal } from "./draw.ts"
import type { Augmentation } from "./options.ts"

/** One image of a batch: height × width × channels numbers, and the least and largest that values may be. */
export interface Canvas {
  height: number
  width: number
  channels: number
  low: number
  high: number
}

const clamp = (value: number, low: number, high: number): number => (value < low ? low : value > high ? high : value)

/** Writes a variation of `from` into `to`. The draws are the same in number for the same options. */
export function vary(
  from: Float32Array,
  to: Float32Array,
  canvas: Canvas,
  options: Augmentation,
  random: Random,
): void {
  if (moves(options)) move(from, to, canvas, options, random)
  else to.set(from)
  tint(to, canvas, options, random)
  if (options.cutout !== undefined) cut(to, canvas, options.cutout, random)
}

const moves = ({ flip, shift, rotate, crop }: Augmentation): boolean =>
  flip !== undefined || shift !== undefined || rotate !== undefined || crop !== undefined

/** Flip, turn, crop and shift as one map of places, so that pixels are mixed once; beyond the edge its pixels go on. */
function move(from: Float32Array, to: Float32Array, canvas: Canvas, options: Augmentation, random: Random): void {
  const { height, width, channels } = canvas
  const { flip, shift = 0, rotate = 0, crop = 1 } = options
  const mirror = (on: boolean) => (on && random() < 0.5 ? -1 : 1)
  const flipX = mirror(flip === "horizontal" || flip === "both")
  const flipY = mirror(flip === "vertical" || flip === "both")
  const angle = (around(rotate, random) * Math.PI) / 180
  const size = crop + (1 - crop) * random()
  const room = (1 - size) / 2
  const [dx, dy] = [
    width * (around(shift, random) + around(room, random)),
    height * (around(shift, random) + around(room, random)),
  ]
  const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size]
  const [centerX, centerY] = [(width - 1) / 2, (height - 1) / 2]
  const [lastX, lastY] = [width - 1, height - 1]
  let out = 0
  for (let y = 0; y < height; y++) {
    const v = (y - centerY) * flipY
    const [rowX, rowY] = [centerX + dx - sin * v, centerY + dy + cos * v]
    for (let x = 0; x < width; x++) {
      const u = (x - centerX) * flipX
      const sourceX = clamp(rowX + cos * u, 0, lastX)
      const sourceY = clamp(rowY + sin * u, 0, lastY)
      // Neither is negative: as whole numbers they are rounded down.
      const [left, top] = [sourceX | 0, sourceY | 0]
      const [a, b] = [sourceX - left, sourceY - top]
      const aside = left < lastX ? channels : 0
      const beneath = top < lastY ? width * channels : 0
      let at = (top * width + left) * channels
      for (let channel = 0; channel < channels; channel++, at++) {
        const above = from[at]! * (1 - a) + from[at + aside]! * a
        const below = from[at + beneath]! * (1 - a) + from[at + beneath + aside]! * a
        to[out++] = above * (1 - b) + below * b
      }
    }
  }
}

/** Brightness, contrast and noise; values stay within the range. */
function tint(
  values: Float32Array,
  { low, high }: Canvas,
  { brightness, contrast, noise }: Augmentation,
  random: Random,
): void {
  if (brightness === undefined && contrast === undefined && noise === undefined) return
  const add = brightness === undefined ? 0 : around(brightness, random) * (high - low)
  const factor = contrast === undefined ? 1 : 1 + around(contrast, random)
  const deviation = (noise ?? 0) * (high - low)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  const mean = sum / values.length
  for (let i = 0; i < values.length; i++) {
    const value = (values[i]! - mean) * factor + mean + add + (deviation > 0 ? deviation * normal(random) : 0)
    values[i] = clamp(value, low, high)
  }
}

/** Blanks a square with the least value; parts of it may lie outside of the image. */
function cut(values: Float32Array, { height, width, channels, low }: Canvas, share: number, random: Random): void {
  const [rows, columns] = [Math.round(height * share), Math.round(width * share)]
  const top = Math.floor(random() * height - rows / 2)
  const left = Math.floor(random() * width - columns / 2)
  for (let y = Math.max(0, top); y < Math.min(height, top + rows); y++) {
    const from = (y * width + Math.max(0, left)) * channels
    values.fill(low, from, Math.max(from, (y * width + Math.min(width, left + columns)) * channels))
  }
}
