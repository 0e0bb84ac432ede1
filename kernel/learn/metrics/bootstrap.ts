import { randomFrom } from "../random.ts"
import { invalid } from "./input.ts"

export interface BootstrapOptions {
  /** Resamples drawn; 1000 without it. */
  resamples?: number
  /** Share of resamples within the interval; 0.95 without it. */
  level?: number
  /** 0 without one: the same interval each time. */
  seed?: number
}

/** What lies between has `level` of the resampled values; NaN where too few of them were numbers. */
export interface Interval {
  low: number
  high: number
  level: number
}

/**
 * Percentile intervals (Efron, 1979) of statistics over `count` examples: each resample draws as many with replacement and
 * is handed over as their places. Resamples for which a statistic is not a number (a class that was not drawn) are left
 * out of its interval.
 */
export function bootstrap<K extends string>(
  statistics: (places: Uint32Array) => Record<K, number>,
  count: number,
  { resamples = 1000, level = 0.95, seed = 0 }: BootstrapOptions = {},
): Record<K, Interval> {
  if (count < 1) throw invalid("There is no example to draw from.", "Give at least one.")
  if (!Number.isInteger(resamples) || resamples < 1)
    throw invalid(`resamples is ${resamples}.`, "Give a whole number above 0.")
  if (!(level > 0 && level < 1)) throw invalid(`level is ${level}.`, "Give a share between 0 and 1, such as 0.95.")
  const random = randomFrom(seed)
  const places = new Uint32Array(count)
  const drawn = Array.from({ length: resamples }, () => {
    for (let i = 0; i < count; i++) places[i] = Math.floor(random() * count)
    return statistics(places)
  })
  const names = Object.keys(drawn[0]!) as K[]
  const intervals = names.map(name => {
    const values = drawn
      .map(values => values[name])
      .filter(Number.isFinite)
      .sort((a, b) => a - b)
    return [name, { low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2), level }] as const
  })
  return Object.fromEntries(intervals) as Record<K, Interval>
}

/** By straight lines between the sorted values, as NumPy's percentile. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  return sorted[low]! + (sorted[Math.min(low + 1, sorted.length - 1)]! - sorted[low]!) * (at - low)
}
