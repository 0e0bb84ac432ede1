import type { Metrics } from "../../contracts/mime.ts"

/** Figures of one epoch. Losses in the loss's unit, accuracies 0–1, seconds of that epoch. */
export interface HistoryRow {
  /** From 1. */
  epoch: number
  loss: number
  accuracy?: number
  valLoss?: number
  valAccuracy?: number
  learningRate: number
  seconds: number
}

export const figureNames = {
  loss: "loss",
  accuracy: "accuracy",
  valLoss: "val loss",
  valAccuracy: "val accuracy",
} as const satisfies Partial<Record<keyof HistoryRow, string>>

export type FigureKey = keyof typeof figureNames

/** The figures that the rows have, in the order of `figureNames`. */
export const figuresIn = (rows: readonly HistoryRow[]): FigureKey[] =>
  (Object.keys(figureNames) as FigureKey[]).filter(key => rows[0]?.[key] !== undefined)

/** As the metrics output: one row an epoch; `best` is an index, or −1. */
export function metricsOf(rows: readonly HistoryRow[], best: number): Metrics {
  const keys = ["epoch", ...figuresIn(rows), "learningRate", "seconds"] as const
  const value = (number: number | undefined) => (number !== undefined && Number.isFinite(number) ? number : null)
  return { columns: [...keys], rows: rows.map(row => keys.map(key => value(row[key]))), best }
}
