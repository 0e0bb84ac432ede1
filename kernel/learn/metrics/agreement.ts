import type { Numbers, Weighted } from "./input.ts"
import { confusion, margins, type Tally, type TallyOptions, tally } from "./tally.ts"

/** How a disagreement counts: each alike, by its distance in classes, or by that squared. */
export type Distance = "none" | "linear" | "quadratic"

const costs = {
  none: (a: number, b: number) => Number(a !== b),
  linear: (a: number, b: number) => Math.abs(a - b),
  quadratic: (a: number, b: number) => (a - b) ** 2,
} as const satisfies Record<Distance, (a: number, b: number) => number>

/**
 * Agreement beyond chance (Cohen, 1960), 1 for perfect, 0 for chance. NaN where both sides know only one and the same
 * class. scikit-learn's cohen_kappa_score.
 */
export function kappa(
  actual: Numbers,
  predicted: Numbers,
  options: TallyOptions & { distance?: Distance } = {},
): number {
  return kappaOf(tally(actual, predicted, options), options.distance)
}

/** The same from what was counted. Distances are between places in the list of classes that occur. */
export function kappaOf({ counts: all, occurring }: Tally, distance: Distance = "none"): number {
  const cost = costs[distance]
  const counts = occurring.map(i => occurring.map(j => all[i]![j]!))
  const { actual, predicted, total } = margins(counts)
  let [seen, expected] = [0, 0]
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      seen += cost(i, j) * count
      expected += (cost(i, j) * actual[i]! * predicted[j]!) / total
    })
  })
  return expected === 0 ? Number.NaN : 1 - seen / expected
}

/** Matthews' correlation of two classifications (Gorodkin, 2004), −1 to 1; 0 where one side knows only one class. */
export function mccOf(counts: readonly (readonly number[])[]): number {
  const { actual, predicted, total, right } = margins(counts)
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  const spread = (total ** 2 - dot(predicted, predicted)) * (total ** 2 - dot(actual, actual))
  return spread === 0 ? 0 : (right * total - dot(actual, predicted)) / Math.sqrt(spread)
}

export const mcc = (actual: Numbers, predicted: Numbers, options: TallyOptions = {}): number =>
  mccOf(confusion(actual, predicted, options))

/** Mean recall of the classes that occur among what is true. */
export function balancedAccuracyOf(counts: readonly (readonly number[])[]): number {
  const { actual, hits } = margins(counts)
  const recalls = hits.flatMap((hit, i) => (actual[i]! > 0 ? [hit / actual[i]!] : []))
  return recalls.reduce((a, b) => a + b, 0) / recalls.length
}

export const balancedAccuracy = (actual: Numbers, predicted: Numbers, options: TallyOptions & Weighted = {}): number =>
  balancedAccuracyOf(confusion(actual, predicted, options))
