import type { SplitPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"

/** What stands where a time of the series has no row, or no value: a number, or the value before it. */
export type Gaps = number | "previous"

/** Columns of numbers at times that are one step apart; NaN where nothing is known. */
export interface Series {
  times: Float64Array
  /** The same unit as the times: milliseconds where they are dates. */
  step: number
  values: ReadonlyMap<string, Float64Array>
}

/** Places that are made up for each row that is there, at most: beyond it the times are not those of a series. */
const mostGaps = 20

/**
 * The rows in the order of their times, with a place for each time that is missing: the step is the difference between
 * neighbours that is most frequent. Throws DATA_INVALID where two rows have one time, or times do not follow the step.
 */
export function regular(
  { rows, columns }: SplitPayload,
  time: string,
  wanted: readonly { name: string; gaps: Gaps | undefined }[],
): Series {
  const stamps = columns.find(({ name }) => name === time)!.values as Float64Array
  const order = Array.from({ length: rows }, (_, row) => row).filter(row => !Number.isNaN(stamps[row]!))
  order.sort((a, b) => stamps[a]! - stamps[b]!)
  const step = stepOf(
    order.map(row => stamps[row]!),
    time,
  )
  const first = stamps[order[0]!]!
  const places = order.map(row => placeOf(stamps[row]! - first, step, time))
  const length = places.at(-1)! + 1
  if (length > mostGaps * rows) throw uneven(time)
  const values = wanted.map(({ name, gaps }) => {
    const given = columns.find(column => column.name === name)!.values as Float64Array
    const series = new Float64Array(length).fill(Number.NaN)
    for (const [i, place] of places.entries()) series[place] = given[order[i]!]!
    if (gaps !== undefined) fill(series, gaps)
    return [name, series] as const
  })
  return { times: Float64Array.from({ length }, (_, i) => first + i * step), step, values: new Map(values) }
}

function stepOf(times: readonly number[], column: string): number {
  const counts = new Map<number, number>()
  for (let i = 1; i < times.length; i++) {
    const difference = times[i]! - times[i - 1]!
    if (difference === 0) {
      const said = new Date(times[i]!).toISOString()
      throw new KaonError("DATA_INVALID", `Two rows have the time ${said} in column "${column}".`, {
        fix: "Bring them together first (SQL: GROUP BY the time), or take the rows of one series alone.",
      })
    }
    counts.set(difference, (counts.get(difference) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || a - b)
  if (most !== undefined) return most[0]
  throw new KaonError("DATA_INVALID", `A series needs two rows with a time in column "${column}".`, {
    fix: "Give more rows.",
  })
}

function placeOf(since: number, step: number, column: string): number {
  const place = Math.round(since / step)
  if (Math.abs(since - place * step) > 1e-6 * step) throw uneven(column)
  return place
}

const uneven = (column: string): KaonError =>
  new KaonError("DATA_INVALID", `The times in column "${column}" are not one step apart.`, {
    fix: "Bring the rows to even steps first (SQL: GROUP BY date_trunc('hour', …)); months and years count by a number.",
  })

function fill(series: Float64Array, gaps: Gaps): void {
  for (let i = 0; i < series.length; i++) {
    if (Number.isNaN(series[i]!)) series[i] = gaps === "previous" ? (series[i - 1] ?? Number.NaN) : gaps
  }
}
