import { KaonError } from "../../contracts/errors.ts"
import type { Batch } from "../data/split.ts"
import type { Stream } from "../random.ts"
import { batchesOf } from "./batches.ts"
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
  const { train, stream, batchSize, epochs, schedule } = plan
  const { random } = around
  await using source = await batchesOf(plan, state, random)
  const batches = Math.ceil((stream?.rows ?? train.size) / batchSize)
  const before = engine.weights()
  const fixed = plan.rateOfEpoch?.(state.epoch, around.initial)
  const started = performance.now() - state.seconds * 1000
  while (state.done < batches) {
    const made = source.next()
    const batch = made instanceof Promise ? await made : made
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
