import { gaussian, medianFilter, movingAverage, separable } from "./filters.ts"
import { type Column, type ColumnStep, type Numbers, numbersIn, type State } from "./step.ts"

export interface DenoiseOptions {
  /** Neighbours of the median and the moving average, odd: 3 without it. */
  size?: number
  /** Standard deviation of the Gaussian, in pixels or samples: 1 without it. */
  sigma?: number
}

export type Denoising = "median" | "gaussian" | "average"

const filters: Record<
  Denoising,
  (options: Required<DenoiseOptions>) => (values: Numbers, shape: readonly number[]) => Numbers
> = {
  median:
    ({ size }) =>
    (values, shape) =>
      medianFilter(values, shape, size),
  gaussian: ({ sigma }) => separable(gaussian(sigma)),
  average: ({ size }) => separable(movingAverage(size)),
}

/** Height, width and channels; a sound or a series is a picture of one column. */
const gridOf = ({ kind, shape }: Column): number[] =>
  kind === "image" ? [...shape] : [shape[0] ?? 1, 1, shape.slice(1).reduce((a, b) => a * b, 1)]

/**
 * Smooths images, sounds and series within each example, in both directions of an image; beyond the edge the last value
 * goes on. The figures are those of SciPy's ndimage with mode "nearest".
 */
export const denoise = (method: Denoising, { size = 3, sigma = 1 }: DenoiseOptions = {}): ColumnStep => ({
  suits: column => column.kind !== "text" && column.shape.length > 0,
  fit: () => ({ size, sigma }),
  prepare(state, column) {
    const run = filters[method](state as State & Required<DenoiseOptions>)
    return { column, run: values => run(numbersIn(values), gridOf(column)) }
  },
})
