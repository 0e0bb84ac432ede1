import { type Forest, growForest, type IsolationOptions, scoresOf } from "./isolation-forest.ts"
import { quantile, sortedKnown } from "./quantile.ts"
import { sum } from "./scale.ts"
import { type Column, type FrameStep, isNumber, type Numbers, numbersIn, type State, type Values } from "./step.ts"

/** What is done with a value or row that is an outlier. */
export type OutlierAction = "drop" | "clip" | "missing" | "flag"

export interface OutlierOptions extends IsolationOptions {
  /**
   * "drop" leaves training rows out (no others), "clip" moves values to the nearest bound, "missing" makes them missing,
   * "flag" adds a column that is 1 for an outlier. A forest knows whole rows, so it drops or flags.
   */
  action?: OutlierAction
  /** Interquartile ranges beyond the quartiles (1.5 without it), or standard deviations from the mean (3). */
  factor?: number
}

export type Bounds = [number, number]

/** The bounds of ordinary values: quartiles −/+ factor × their distance (J. Tukey, 1977), or mean −/+ factor × deviation. */
export const boundsOf = {
  iqr: (values: Numbers, factor = 1.5): Bounds => {
    const sorted = sortedKnown(values)
    const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)]
    return [low - factor * (high - low), high + factor * (high - low)]
  },
  "z-score": (values: Numbers, factor = 3): Bounds => {
    const known = values.filter(value => !Number.isNaN(value))
    const mean = sum(known) / known.length
    const deviation = Math.sqrt(sum(known, value => (value - mean) ** 2) / known.length)
    return [mean - factor * deviation, mean + factor * deviation]
  },
} as const

export type BoundMethod = keyof typeof boundsOf
export type OutlierMethod = BoundMethod | "isolation-forest"

const suits = (column: Column): boolean => isNumber(column) && column.shape.length === 0
const flagOf = (columns: Column[]): Column => ({
  name: `outlier in ${columns.map(column => column.name).join(", ")}`,
  kind: "number",
  shape: [],
})
const isOut = (value: number, [low, high]: Bounds): boolean => value < low || value > high

type BoundState = { bounds: Bounds[]; action: OutlierAction }

export const outliersByBounds = (method: BoundMethod, { action = "drop", factor }: OutlierOptions = {}): FrameStep => ({
  suits,
  fit(training) {
    const numbers = training.map(numbersIn)
    const bounds = numbers.map(values => boundsOf[method](values, factor))
    // JSON has no NaN, which is what the bounds of a column without values are.
    const state = { bounds: bounds.map(pair => pair.map(orNull)), action }
    const ordinary = (row: number) => !numbers.some((values, i) => isOut(values[row]!, bounds[i]!))
    return action === "drop" ? { state, keep: ordinary } : { state }
  },
  prepare(state, columns) {
    const { bounds, action: does } = read(state)
    return {
      added: does === "flag" ? [flagOf(columns)] : [],
      run: (values, rows) => actions[does](values, bounds, rows),
    }
  },
})

const orNull = (bound: number): number | null => (Number.isFinite(bound) ? bound : null)

function read(state: State): BoundState {
  const { bounds, action } = state as State & { bounds: [number | null, number | null][]; action: OutlierAction }
  const whole = ([low, high]: [number | null, number | null]): Bounds => [
    low ?? Number.NEGATIVE_INFINITY,
    high ?? Number.POSITIVE_INFINITY,
  ]
  return { bounds: bounds.map(whole), action }
}

const actions: Record<OutlierAction, (values: Values[], bounds: Bounds[], rows: number) => Values[]> = {
  drop: values => values,
  clip: (values, bounds) =>
    values.map((column, i) => numbersIn(column).map(value => Math.min(Math.max(value, bounds[i]![0]), bounds[i]![1]))),
  missing: (values, bounds) =>
    values.map((column, i) => numbersIn(column).map(value => (isOut(value, bounds[i]!) ? Number.NaN : value))),
  flag: (values, bounds, rows) => [
    ...values,
    Float64Array.from({ length: rows }, (_, row) =>
      Number(values.some((column, i) => isOut(numbersIn(column)[row]!, bounds[i]!))),
    ),
  ],
}

type ForestState = { forest?: Forest; threshold: number; action: OutlierAction }

/** Rows that few cuts by chance tell apart from all others (F. T. Liu, K. M. Ting, Z.-H. Zhou, 2008). */
export const outliersByForest = ({ action = "drop", ...options }: OutlierOptions = {}): FrameStep => ({
  suits,
  fit(training, _columns, { rows }) {
    const numbers = training.map(numbersIn)
    const forest = growForest(numbers, rows, options)
    const scores = scoresOf(forest, numbers, rows)
    const { contamination } = options
    const threshold = contamination === undefined ? 0.5 : quantile(scores.toSorted(), 1 - contamination)
    // Where rows are only left out of training, serving needs no trees.
    if (action !== "flag") return { state: { threshold, action }, keep: row => !(scores[row]! > threshold) }
    return { state: { forest, threshold, action } }
  },
  prepare(state, columns) {
    const { forest, threshold } = state as State & ForestState
    if (forest === undefined) return { added: [], run: values => values }
    return {
      added: [flagOf(columns)],
      run: (values, rows) => [
        ...values,
        Float64Array.from(scoresOf(forest, values.map(numbersIn), rows), score => Number(score > threshold)),
      ],
    }
  },
})
