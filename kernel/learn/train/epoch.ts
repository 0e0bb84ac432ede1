import { KaonError } from "../../contracts/errors.ts"
import { type Batch, trainingBatch } from "../data/split.ts"
import { randomFrom, range, type Stream, shuffle } from "../random.ts"
import { firstNotFinite, weightsAreFinite } from "./diagnose.ts"
import type { Engine } from "./engine.ts"
import type { BatchEnd } from "./observer.ts"
import type { Plan } from "./plan.ts"
import type { RunState } from "./run-state.ts"
import { rateAt } from "./schedule.ts"
import type { Weights } from "./weights.ts"

export interface Around {
  signal: AbortSignal | undefined
  random: Stream
  /** The optimizer's own learning rate. */
  initial: number
  breathe(): Promise<void> | undefined
  batch(at: BatchEnd): void
  keep(): Promise<void> | undefined
}

/**
 * Trains what is left of the state's epoch and brings the state along after each batch. Undefined: interrupted. Throws
 * LOSS_NOT_FINITE, naming epoch and batch.
 */
export async function trainEpoch(plan: Plan, engine: Engine, state: RunState, around: Around) {
  const { train, batchSize, epochs, schedule } = plan
  const { random } = around
  const order = orderOf(plan, state, random)
  const batches = Math.ceil(train.size / batchSize)
  const before = engine.weights()
  const fixed = plan.rateOfEpoch?.(state.epoch, around.initial)
  const started = performance.now() - state.seconds * 1000
  // An engine keeps nothing of a batch, so one piece of memory does for all.
  const room = new Float32Array(Math.min(batchSize, train.size) * train.preprocessing.outputWidth)
  while (state.done < batches) {
    const places = order.subarray(state.seen, state.seen + batchSize)
    const batch = annotated(plan, trainingBatch(train, places, random, room), order, state)
    const t = state.epoch - 1 + state.done / batches
    engine.learningRate = fixed ?? rateAt(schedule, around.initial, t, epochs, state.plateau)
    const figures = engine.train(plan.attack?.(batch, random) ?? batch, random)
    if (!Number.isFinite(figures.loss)) throw lossNotFinite(figures.loss, plan, { engine, before }, state, batch)
    state.loss += figures.loss * batch.size
    state.hits += figures.hits ?? 0
    state.seen += batch.size
    state.done += 1
    state.step += 1
    state.random = random.state()
    state.seconds = (performance.now() - started) / 1000
    const { epoch, done, step } = state
    around.batch({ epoch, done, of: batches, batchLoss: figures.loss, loss: state.loss / state.seen, step })
    await around.breathe()
    await around.keep()
    if (around.signal?.aborted) return undefined
  }
  return { loss: state.loss / state.seen, ...(plan.step.classes > 0 && { accuracy: state.hits / state.seen }) }
}

/** The order of the epoch's examples; in a resumed epoch the one that it began with. */
function orderOf({ shuffle: shuffled, train }: Plan, state: RunState, random: Stream): Uint32Array {
  if (!shuffled) return range(train.size)
  if (state.done === 0) return shuffle(range(train.size), random)
  const before = randomFrom(0)
  before.restore(state.order)
  return shuffle(range(train.size), before)
}

/** The batch with what the plan knows of its examples beside their labels. */
function annotated({ weights, teacher, step }: Plan, batch: Batch, order: Uint32Array, { seen }: RunState): Batch {
  if (weights === undefined && teacher === undefined) return batch
  const places = order.subarray(seen, seen + batch.size)
  const said = teacher && new Float32Array(batch.size * step.outputs)
  places.forEach((place, i) => {
    said?.set(teacher!.subarray(place * step.outputs, (place + 1) * step.outputs), i * step.outputs)
  })
  return {
    ...batch,
    ...(weights && { weights: Float32Array.from(places, place => weights[place]!) }),
    ...(said && { teacher: said }),
  }
}

/**
 * Says where it began. The model is left with weights that are numbers: those before the step, or, where the engine has
 * already taken the step and spoilt them, those that the epoch began with.
 */
function lossNotFinite(
  loss: number,
  { step: { model, shape } }: Plan,
  { engine, before }: { engine: Engine; before: Weights },
  state: RunState,
  { xs, size }: Batch,
): KaonError {
  engine.settle?.()
  if (!weightsAreFinite(model)) {
    engine.setWeights(before)
    engine.settle?.()
  }
  const where = firstNotFinite(model, xs, size, shape)
  const said = `The loss became ${loss} in epoch ${state.epoch}, batch ${state.done + 1}`
  return new KaonError("LOSS_NOT_FINITE", where === undefined ? `${said}.` : `${said}: ${where}.`, {
    fix: "Lower the learning rate, scale the data, clip the gradients, or look for extreme values in the data.",
  })
}
