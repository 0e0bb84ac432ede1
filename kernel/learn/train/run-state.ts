import type { RandomState } from "../random.ts"
import type { HistoryRow } from "./history.ts"
import { freshPlateau, type Plateau } from "./schedule.ts"

/** Where a training stands, as plain data: with the engine's state, all that going on from here needs. */
export interface RunState {
  /** The epoch that runs, from 1; one more than there are when all are done. */
  epoch: number
  /** Of the running epoch: batches and examples done, sum of losses, hits, seconds spent. */
  done: number
  seen: number
  loss: number
  hits: number
  seconds: number
  /** Steps since training began. */
  step: number
  /** The random stream before the epoch's order was drawn, and now. */
  order: RandomState
  random: RandomState
  rows: HistoryRow[]
  best: number
  plateau: Plateau
  /** Patience is over. */
  early: boolean
}

export const freshState = (random: RandomState): RunState => ({
  epoch: 1,
  ...freshEpoch(random),
  step: 0,
  rows: [],
  best: -1,
  plateau: freshPlateau(),
  early: false,
})

export const freshEpoch = (random: RandomState) => ({
  done: 0,
  seen: 0,
  loss: 0,
  hits: 0,
  seconds: 0,
  order: random,
  random,
})
