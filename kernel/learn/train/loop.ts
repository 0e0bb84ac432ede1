import { setImmediate } from "node:timers/promises"
import { KaonError } from "../../contracts/errors.ts"
import { gather, type Split } from "../data/split.ts"
import { type Random, randomFrom, range, shuffle, withRandom } from "../random.ts"
import type { HistoryRow } from "./history.ts"
import { learningRateOf, setLearningRate } from "./optimizer.ts"
import type { FitOptions } from "./options.ts"
import type { Plan } from "./plan.ts"
import { type StepSpec, testStep, trainStep } from "./step.ts"
import { copyWeights, restoreWeights, type Weights } from "./weights.ts"

export type Stopped = "done" | "early" | "interrupted"

export interface Watcher {
  /** After each batch: batches done in this epoch, of how many, and the epoch's mean loss so far. */
  batch(epoch: number, done: number, of: number, loss: number): void
  epoch(rows: readonly HistoryRow[], best: number): void
}

export interface Outcome {
  rows: HistoryRow[]
  /** Index of the best row, −1 where no epoch came to its end. */
  best: number
  stopped: Stopped
}

/** Time after which the event loop gets its turn, in milliseconds: timers, messages and interrupts are heard. */
const turn = 50
/** Examples that are evaluated at once. */
const testBatch = 256

/** Trains the plan's model in place. Stops after the running batch when the signal aborts. */
export async function train(
  plan: Plan,
  options: FitOptions,
  signal: AbortSignal | undefined,
  watcher: Watcher,
): Promise<Outcome> {
  const { step, stopping } = plan
  const random = randomFrom(plan.seed)
  const breathe = breather()
  const initial = learningRateOf(step.optimizer)
  const outcome: Outcome = { rows: [], best: -1, stopped: "done" }
  let bestWeights: Weights | undefined
  for (let epoch = 1; epoch <= plan.epochs && outcome.stopped === "done"; epoch++) {
    if (options.learningRate !== undefined) setLearningRate(step.optimizer, options.learningRate(epoch, initial))
    const started = performance.now()
    const figures = await trainEpoch(plan, epoch, random, { signal, watcher, breathe })
    const validated = figures && plan.validation && (await evaluateLoss(step, plan.validation, breathe, signal))
    if (figures === undefined || (plan.validation !== undefined && validated === undefined)) {
      outcome.stopped = "interrupted"
      break
    }
    const row: HistoryRow = {
      epoch,
      ...figures,
      ...(validated && { valLoss: validated.loss }),
      ...(validated?.accuracy !== undefined && { valAccuracy: validated.accuracy }),
      learningRate: learningRateOf(step.optimizer),
      seconds: (performance.now() - started) / 1000,
    }
    outcome.rows.push(row)
    if (improves(plan, outcome, row)) {
      outcome.best = outcome.rows.length - 1
      if (stopping?.restoreBest) bestWeights = copyWeights(step.model)
    } else if (stopping !== undefined && outcome.rows.length - 1 - outcome.best >= stopping.patience) {
      outcome.stopped = "early"
    }
    watcher.epoch(outcome.rows, outcome.best)
    options.onEpoch?.(row)
  }
  if (bestWeights !== undefined) restoreWeights(step.model, bestWeights)
  return outcome
}

function improves({ monitor }: Plan, { rows, best }: Outcome, row: HistoryRow): boolean {
  const before = rows[best]?.[monitor]
  const now = row[monitor]!
  return before === undefined || (/accuracy/i.test(monitor) ? now > before : now < before)
}

interface Around {
  signal: AbortSignal | undefined
  watcher: Watcher
  breathe: () => Promise<void> | undefined
}

/** Undefined: interrupted. */
async function trainEpoch(
  { step, train, batchSize, shuffle: shuffled }: Plan,
  epoch: number,
  random: Random,
  around: Around,
) {
  const order = shuffled ? shuffle(range(train.size), random) : range(train.size)
  const batches = Math.ceil(train.size / batchSize)
  let [loss, hits, seen] = [0, 0, 0]
  for (let number = 1; number <= batches; number++) {
    const batch = gather(train, order.subarray(seen, seen + batchSize))
    const figures = withRandom(random, () => trainStep(step, batch))
    if (!Number.isFinite(figures.loss)) throw lossNotFinite(figures.loss, epoch, number)
    loss += figures.loss * batch.size
    hits += figures.hits ?? 0
    seen += batch.size
    around.watcher.batch(epoch, number, batches, loss / seen)
    await around.breathe()
    if (around.signal?.aborted) return undefined
  }
  return { loss: loss / seen, ...(step.classes > 0 && { accuracy: hits / seen }) }
}

async function evaluateLoss(step: StepSpec, split: Split, breathe: Around["breathe"], signal: AbortSignal | undefined) {
  let [loss, hits] = [0, 0]
  for (const batch of split.batches({ batch: testBatch })) {
    const figures = testStep(step, batch)
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

const lossNotFinite = (loss: number, epoch: number, batch: number): KaonError =>
  new KaonError("LOSS_NOT_FINITE", `The loss became ${loss} in epoch ${epoch}, batch ${batch}.`, {
    fix: "Lower the learning rate, scale the data, or look for extreme values in it.",
  })
