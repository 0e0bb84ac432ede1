export interface Curve {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly last: number
}

/** The columns of a metrics table that belong in one chart each: accuracies, losses and the like, and the rest. */
export function chartsOf(columns: readonly string[]): { name: "accuracy" | "loss"; columns: string[] }[] {
  const of = (pattern: RegExp) => columns.filter(name => pattern.test(name))
  return [
    { name: "accuracy" as const, columns: of(/acc|f1|precision|recall|auc/i) },
    { name: "loss" as const, columns: of(/loss|error|mae|mse/i) },
  ].filter(chart => chart.columns.length > 0)
}

/**
 * Curves of a metrics table in a box of `width` × `height` pixels; y grows downwards. Figures that are not finite are left out, and
 * on a logarithmic scale those that are not above zero.
 */
export function curves(
  columns: readonly string[],
  rows: readonly (readonly (number | null)[])[],
  chosen: readonly string[],
  [width, height]: readonly [number, number],
  log = false,
): { curves: Curve[]; low: number; high: number } {
  const indexes = chosen.map(name => columns.indexOf(name))
  const fits = (value: number | null | undefined): value is number => known(value) && (!log || value > 0)
  const scaled = log ? Math.log10 : (value: number) => value
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const row of rows) {
    for (const index of indexes) {
      const value = row[index]
      if (!fits(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  const base = scaled(low)
  const range = scaled(high) - base || 1
  const step = rows.length > 1 ? width / (rows.length - 1) : 0
  return {
    low,
    high,
    curves: chosen.map((name, at) => {
      const points = rows.flatMap((row, x) => {
        const y = row[indexes[at]!]
        return fits(y) ? [{ x: x * step, y: height - ((scaled(y) - base) / range) * height }] : []
      })
      const last = rows.findLast(row => known(row[indexes[at]!]))?.[indexes[at]!]
      return { name, points, last: last ?? Number.NaN }
    }),
  }
}

const known = (value: number | null | undefined): value is number => typeof value === "number" && Number.isFinite(value)

/** A figure for a reader: shares as percent, small numbers with three digits that matter. */
export const figure = (name: string, value: number | null | undefined): string => {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–"
  if (/acc|precision|recall|f1|share/i.test(name) && value >= 0 && value <= 1) return `${(value * 100).toFixed(1)} %`
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en")
  return value === 0 ? "0" : Number(value.toPrecision(3)).toString()
}

/** A metric's column as a reader would call it. */
export const nameOf = (column: string): string =>
  column
    .replace(/^val_?/i, "test ")
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
