import { emptyLike, type Numbers } from "./step.ts"

/** Beyond its ends, a line goes on with its last value. */
const clamp = (i: number, length: number): number => Math.min(Math.max(i, 0), length - 1)

export type Filter1 = (line: Float64Array) => Float64Array

/** Weights over neighbours, the middle one over the value itself. */
const weighted =
  (weights: readonly number[]): Filter1 =>
  line => {
    const half = Math.floor(weights.length / 2)
    return line.map((_, i) =>
      weights.reduce((sum, weight, j) => sum + weight * line[clamp(i + j - half, line.length)]!, 0),
    )
  }

/** The mean of `size` neighbours. */
export const movingAverage = (size: number): Filter1 => weighted(new Array<number>(size).fill(1 / size))

/** Weights of the normal distribution, cut off at four deviations and made to add up to 1. */
export function gaussian(sigma: number): Filter1 {
  const radius = Math.floor(4 * sigma + 0.5)
  const raw = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2))
  const total = raw.reduce((a, b) => a + b, 0)
  return weighted(raw.map(weight => weight / total))
}

/** Applies a filter along the rows and then along the columns of each picture: [height, width, channels], row-major. */
export function separable(filter: Filter1): (values: Numbers, shape: readonly number[]) => Numbers {
  return (values, shape) => {
    const [height = 1, width = 1, channels = 1] = shape
    const size = height * width * channels
    const result = values.slice()
    for (let start = 0; start < values.length; start += size) {
      for (let channel = 0; channel < channels; channel++) {
        const along = (count: number, lines: number, step: number, stride: number) => {
          for (let line = 0; line < lines; line++) {
            const from = start + channel + line * stride
            const filtered = filter(Float64Array.from({ length: count }, (_, i) => result[from + i * step]!))
            filtered.forEach((value, i) => {
              result[from + i * step] = value
            })
          }
        }
        if (height > 1) along(height, width, width * channels, channels)
        if (width > 1) along(width, height, channels, width * channels)
      }
    }
    return result
  }
}

/** The median of the size × size (in a line: size) neighbours. */
export function medianFilter(values: Numbers, shape: readonly number[], size: number): Numbers {
  const [height = 1, width = 1, channels = 1] = shape
  const half = Math.floor(size / 2)
  const result = emptyLike(values)
  const span = (length: number) => (length > 1 ? Array.from({ length: size }, (_, i) => i - half) : [0])
  const [rows, columns] = [span(height), span(width)]
  const window = new Float64Array(rows.length * columns.length)
  for (let i = 0; i < values.length; i++) {
    const channel = i % channels
    const x = Math.floor(i / channels) % width
    const y = Math.floor(i / (channels * width)) % height
    const start = i - channel - (y * width + x) * channels
    let at = 0
    for (const dy of rows) {
      for (const dx of columns) {
        window[at++] = values[start + (clamp(y + dy, height) * width + clamp(x + dx, width)) * channels + channel]!
      }
    }
    result[i] = window.sort()[Math.floor(window.length / 2)]!
  }
  return result
}
