import type { Scalar } from "./order.ts"

/** What a column holds, in figures. */
export interface Profile {
  column: string
  type: string
  /** Rows that were looked at. */
  count: number
  missing: number
  /** Different values; where there are very many, a lower bound and `exact` is false. */
  distinct: number
  exact: boolean
  min: Scalar
  max: Scalar
  /** Of numbers only. */
  mean: number | null
  deviation: number | null
  /** A histogram of numbers: `to` belongs to the last bin only. */
  bins: { from: number; to: number; count: number }[]
  /** The most frequent values of what is no number, most frequent first. */
  top: { value: string; count: number }[]
}

const mostBins = 20
const mostTop = 8
/** Different values that are told apart. */
export const mostDistinct = 100_000
const longestValue = 120

/** The profile of `count` values, in two passes over them. Numbers that are not finite count as present, and are in no bin. */
export function profileOf(
  { column, type }: { column: string; type: string },
  count: number,
  at: (place: number) => Scalar,
): Profile {
  const seen = new Map<Scalar, number>()
  const range = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
  let [missing, numbers, mean, squares, exact] = [0, 0, 0, 0, true]
  let texts: { min: string; max: string } | undefined
  for (let place = 0; place < count; place++) {
    const value = at(place)
    if (value === null) {
      missing++
      continue
    }
    const before = seen.get(value)
    if (before !== undefined || seen.size < mostDistinct) seen.set(value, (before ?? 0) + 1)
    else exact = false
    if (typeof value !== "number") {
      const text = String(value)
      texts =
        texts === undefined ? { min: text, max: text } : { min: least(texts.min, text), max: greatest(texts.max, text) }
    } else if (Number.isFinite(value)) {
      // Welford's update: the sum of squares stays exact where the mean is far from zero.
      numbers++
      const off = value - mean
      mean += off / numbers
      squares += off * (value - mean)
      range.min = Math.min(range.min, value)
      range.max = Math.max(range.max, value)
    }
  }
  const numeric = texts === undefined && numbers > 0
  return {
    column,
    type,
    count,
    missing,
    distinct: seen.size,
    exact,
    min: numeric ? range.min : cut(texts?.min),
    max: numeric ? range.max : cut(texts?.max),
    mean: numeric ? mean : null,
    deviation: numeric && numbers > 1 ? Math.sqrt(squares / (numbers - 1)) : null,
    bins: numeric ? histogram(range, count, at, seen.size) : [],
    top: numeric ? [] : frequent(seen),
  }
}

const least = (a: string, b: string): string => (b < a ? b : a)
const greatest = (a: string, b: string): string => (b > a ? b : a)
const cut = (text: string | undefined): string | null => text?.slice(0, longestValue) ?? null

function histogram(
  { min, max }: { min: number; max: number },
  count: number,
  at: (place: number) => Scalar,
  distinct: number,
) {
  const size = min === max ? 1 : Math.min(mostBins, Math.max(2, distinct))
  // Halves, so that the width of the widest range there is stays a number.
  const width = (max / 2 - min / 2) / (size / 2)
  const counts = new Array<number>(size).fill(0)
  for (let place = 0; place < count; place++) {
    const value = at(place)
    if (typeof value !== "number" || !Number.isFinite(value)) continue
    const bin = width === 0 ? 0 : Math.min(size - 1, Math.floor((value / 2 - min / 2) / (width / 2)))
    counts[bin]!++
  }
  const edge = (i: number) => (i === size ? max : min * (1 - i / size) + max * (i / size))
  return counts.map((found, i) => ({ from: edge(i), to: edge(i + 1), count: found }))
}

function frequent(seen: ReadonlyMap<Scalar, number>): Profile["top"] {
  return [...seen]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostTop)
    .map(([value, count]) => ({ value: String(value).slice(0, longestValue), count }))
}
