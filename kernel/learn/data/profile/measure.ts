import { knownIn, quantile } from "../../steps/quantile.ts"
import { bars, type ColumnProfile, type Correlations, type Histogram, shares, topCount } from "./profile.ts"

/** The figures of numbers; NaN counts as missing. */
export function measureNumbers(name: string, kind: string, values: ArrayLike<number>): ColumnProfile {
  const known = knownIn(values).sort()
  const count = known.length
  const missing = values.length - count
  let distinct = count > 0 ? 1 : 0
  for (let i = 1; i < count; i++) if (known[i] !== known[i - 1]) distinct += 1
  const base = { name, kind, count, missing, distinct, exact: true }
  if (count === 0) return base
  let [sum, squares] = [0, 0]
  for (const value of known) sum += value
  const mean = sum / count
  for (const value of known) squares += (value - mean) ** 2
  const [min, max] = [known[0]!, known[count - 1]!]
  const figures = {
    min,
    max,
    mean,
    std: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN,
    quantiles: shares.map(share => quantile(known, share)),
    histogram: histogramOf(known, min, max),
  }
  return { ...base, figures }
}

export function histogramOf(values: ArrayLike<number>, from: number, to: number): Histogram {
  const counts = new Array<number>(bars).fill(0)
  const width = (to - from) / bars
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value >= from && value <= to)
      counts[width > 0 ? Math.min(bars - 1, Math.floor((value - from) / width)) : 0]! += 1
  }
  return { from, to, counts }
}

/** How often each text occurs; "" counts as missing. */
export function measureTexts(name: string, kind: string, values: readonly string[]): ColumnProfile {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const missing = counts.get("") ?? 0
  counts.delete("")
  const top = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, topCount)
  return { name, kind, count: values.length - missing, missing, distinct: counts.size, exact: true, top }
}

/** Correlations of columns of equal length. */
export function correlate(names: readonly string[], columns: readonly ArrayLike<number>[]): Correlations {
  const matrix = names.map(() => new Array<number>(names.length).fill(Number.NaN))
  for (let i = 0; i < names.length; i++) {
    for (let j = i; j < names.length; j++) matrix[i]![j] = matrix[j]![i] = pearson(columns[i]!, columns[j]!)
  }
  return { names: [...names], matrix }
}

function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [n, meanA, meanB, varA, varB, both] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (Number.isNaN(x) || Number.isNaN(y)) continue
    n += 1
    const [dx, dy] = [x - meanA, y - meanB]
    meanA += dx / n
    meanB += dy / n
    varA += dx * (x - meanA)
    varB += dy * (y - meanB)
    both += dx * (y - meanB)
  }
  return varA > 0 && varB > 0 ? both / Math.sqrt(varA * varB) : Number.NaN
}
