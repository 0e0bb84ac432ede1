import type { HistoryRow } from "./history.ts"

/**
 * The learning rate over a training, as data. `t` below is the time in epochs since the start, with the part of the
 * running one; rates change after each batch but for steps and plateaus, which change between epochs.
 */
export type Schedule = { /** Epochs in which the rate first rises from 0 in a straight line. */ warmup?: number } & (
  | { kind: "constant" }
  /** × factor after every so many epochs. */
  | { kind: "step"; every: number; factor?: number }
  /** × factor^t. */
  | { kind: "exponential"; factor: number }
  /** From the initial rate to `floor` along half a cosine over all epochs (Loshchilov and Hutter, 2017). */
  | { kind: "cosine"; floor?: number }
  /** × factor when `monitor` has not improved by `minDelta` for `patience` epochs; not below `floor`. */
  | { kind: "plateau"; factor?: number; patience?: number; minDelta?: number; floor?: number; cooldown?: number }
)

/** What a plateau schedule remembers. */
export interface Plateau {
  /** What the initial rate has been multiplied with. */
  scale: number
  best: number | null
  waited: number
  cooling: number
}

export const freshPlateau = (): Plateau => ({ scale: 1, best: null, waited: 0, cooling: 0 })

/** The rate at time `t` (0 ≤ t < epochs), given the optimizer's own. */
export function rateAt(schedule: Schedule, initial: number, t: number, epochs: number, { scale }: Plateau): number {
  const { warmup = 0 } = schedule
  if (t < warmup) return (initial * t) / warmup
  const passed = t - warmup
  switch (schedule.kind) {
    case "constant":
      return initial
    case "step":
      return initial * (schedule.factor ?? 0.1) ** Math.floor(passed / schedule.every)
    case "exponential":
      return initial * schedule.factor ** passed
    case "cosine": {
      const { floor = 0 } = schedule
      const share = Math.min(1, passed / Math.max(epochs - warmup, 1e-9))
      return floor + ((initial - floor) * (1 + Math.cos(Math.PI * share))) / 2
    }
    case "plateau":
      return Math.max(Math.min(initial, schedule.floor ?? 0), initial * scale)
  }
}

/** What a plateau schedule remembers after an epoch; others remember nothing. */
export function afterEpoch(schedule: Schedule, before: Plateau, figure: number, larger: boolean): Plateau {
  if (schedule.kind !== "plateau") return before
  const { factor = 0.1, patience = 10, minDelta = 1e-4, cooldown = 0 } = schedule
  const { best, scale } = before
  const better = best === null || (larger ? figure > best + minDelta : figure < best - minDelta)
  const cooling = Math.max(0, before.cooling - 1)
  if (better) return { scale, best: figure, waited: 0, cooling }
  if (before.cooling > 0) return { scale, best, waited: 0, cooling }
  const waited = before.waited + 1
  return waited < patience
    ? { scale, best, waited, cooling }
    : { scale: scale * factor, best, waited: 0, cooling: cooldown }
}

/** Accuracies are better when larger, losses when smaller. */
export const largerIsBetter = (monitor: keyof HistoryRow): boolean => /accuracy/i.test(monitor)
