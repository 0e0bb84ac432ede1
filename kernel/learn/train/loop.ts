import { setImmediate } from "node:timers/promises"
import { wantsBest } from "../../contracts/context.ts"
import type { Split } from "../data/split.ts"
import { randomFrom } from "../random.ts"
import type { Engine } from "./engine.ts"
import { type Around, trainEpoch } from "./epoch.ts"
import type { HistoryRow } from "./history.ts"
import type { Observer, Outcome } from "./observer.ts"
import type { Plan } from "./plan.ts"
import { freshEpoch, freshState, type RunState } from "./run-state.ts"
import { afterEpoch, largerIsBetter } from "./schedule.ts"
import type { Weights } from "./weights.ts"

/** Time after which the event loop gets its turn, in milliseconds: timers, messages and interrupts are heard. */
const turn = 50
/** Examples that are evaluated at once. */
const testBatch = 256

/** Where a training goes on, and who keeps it. */
export interface Keeping {
  /** State of an earlier process; a fresh training without one. */
  start?: { state: RunState; best: Weights | undefined }
  /** Called between batches (`due` decides) and after each epoch; awaited. */
  keep?(state: RunState, best: Weights | undefined, at: "batch" | "epoch" | "end"): Promise<void> | undefined
}

/** Trains the plan's model on the engine. Stops after the running batch when the signal aborts. */
export async function train(
  plan: Plan,
  engine: Engine,
  signal: AbortSignal | undefined,
  observers: readonly Observer[],
  { start, keep }: Keeping = {},
): Promise<Outcome> {
  const { stopping, schedule } = plan
  const random = randomFrom(plan.seed)
  const state = start?.state ?? freshState(random.state())
  let bestWeights = start?.best
  random.restore(state.random)
  const keeping = stopping?.restoreBest === true || keep !== undefined || signal !== undefined
  const around: Around = {
    signal,
    random,
    initial: plan.initialRate,
    breathe: breather(),
    batch: at => {
      for (const observer of observers) observer.batch?.(at)
    },
    keep: () => keep?.(state, bestWeights, "batch"),
  }
  let interrupted = false
  while (state.epoch <= plan.epochs && !state.early && !interrupted) {
    const started = performance.now() - state.seconds * 1000
    const figures = await trainEpoch(plan, engine, state, around)
    const validated = figures && plan.validation && (await evaluateLoss(plan, engine, plan.validation, around))
    if (figures === undefined || (plan.validation !== undefined && validated === undefined)) {
      interrupted = true
      break
    }
    const row: HistoryRow = {
      epoch: state.epoch,
      ...figures,
      ...(validated && { valLoss: validated.loss }),
      ...(validated?.accuracy !== undefined && { valAccuracy: validated.accuracy }),
      learningRate: engine.learningRate,
      seconds: (performance.now() - started) / 1000,
    }
    state.rows.push(row)
    if (improves(plan, state, row)) {
      state.best = state.rows.length - 1
      if (keeping) bestWeights = engine.weights()
    } else if (stopping !== undefined && state.rows.length - 1 - state.best >= stopping.patience) {
      state.early = true
    }
    state.plateau = afterEpoch(schedule, state.plateau, row[plan.monitor]!, largerIsBetter(plan.monitor))
    Object.assign(state, { epoch: state.epoch + 1, ...freshEpoch(random.state()) })
    await keep?.(state, bestWeights, "epoch")
    const end = { rows: state.rows, best: state.best, step: state.step, weights: () => engine.weights() }
    for (const observer of observers) await observer.epoch?.(end)
    if (signal?.aborted && state.epoch <= plan.epochs) interrupted = true
  }
  await keep?.(state, bestWeights, "end")
  const goBack = stopping?.restoreBest || (interrupted && wantsBest(signal))
  if (goBack && bestWeights !== undefined) engine.setWeights(bestWeights)
  const stopped = interrupted ? "interrupted" : state.early ? "early" : "done"
  return { rows: state.rows, best: state.best, stopped }
}

function improves({ monitor, stopping }: Plan, { rows, best }: RunState, row: HistoryRow): boolean {
  const before = rows[best]?.[monitor]
  const now = row[monitor]!
  const by = stopping?.minDelta ?? 0
  return before === undefined || (largerIsBetter(monitor) ? now > before + by : now < before - by)
}

async function evaluateLoss({ step }: Plan, engine: Engine, split: Split, { breathe, signal }: Around) {
  let [loss, hits] = [0, 0]
  for (const batch of split.batches({ batch: testBatch })) {
    const figures = engine.test(batch)
    loss += figures.loss * batch.size
    hits += figures.hits ?? 0
    await breathe()
    if (signal?.aborted) return undefined
  }
  return { loss: loss / split.size, accuracy: step.classes > 0 ? hits / split.size : undefined }
}

/** Lets the event loop run where enough time has passed since it last did. */
function breather(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < turn) return undefined
    return setImmediate().then(() => {
      last = performance.now()
    })
  }
}
