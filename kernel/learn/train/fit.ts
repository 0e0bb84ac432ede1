import { currentCell } from "../../contracts/context.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { Dataset } from "../data/dataset.ts"
import { gather } from "../data/split.ts"
import type { Layers } from "../tf.ts"
import { attackOf } from "./adversary.ts"
import { aheadOf } from "./ahead.ts"
import { openCheckpoints } from "./checkpoint/open.ts"
import { chooseEngine } from "./choose-engine.ts"
import { forward } from "./forward.ts"
import { live } from "./live.ts"
import { train } from "./loop.ts"
import type { Observer } from "./observer.ts"
import type { FitOptions } from "./options.ts"
import { ownOptimizer } from "./owned.ts"
import { parametersOf } from "./parameters.ts"
import { type Plan, planOf } from "./plan.ts"
import { Trained } from "./trained.ts"
import { beginRun, endRun } from "./weights.ts"

/**
 * Trains a layers model, in place, on a dataset's training split. Same seed, data and initial weights: same result.
 * Shows progress and curves under the running cell. An interrupt ends it after the running batch and keeps what was
 * learnt: `stopped` is then "interrupted". With `checkpoints`, a training whose process died goes on from the last one,
 * with the curve that it would have had.
 *
 * Throws SHAPE_MISMATCH or DATA_INVALID before training, LOSS_NOT_FINITE during it, WRITE_FAILED for a checkpoint that
 * cannot be written (the one before it stays).
 */
export async function fit(model: Layers.LayersModel, dataset: Dataset, options: FitOptions = {}): Promise<Trained> {
  return await fitWatched(model, dataset, options, {
    watch: ({ epochs }) => live(`training on ${dataset.name}`, epochs),
  })
}

/** How a training is shown, and what is asked of it beyond its options. */
export interface Around {
  watch(plan: Plan): Observer
  adapt?(plan: Plan): void | Promise<void>
}

/** The same, shown or done in another way. */
export async function fitWatched(
  model: Layers.LayersModel,
  dataset: Dataset,
  options: FitOptions,
  { watch, adapt }: Around,
): Promise<Trained> {
  const plan = planOf(model, dataset, options)
  await adapt?.(plan)
  beginRun(model, options.resume ?? false)
  checkOutputs(plan)
  const { loss, optimizer } = plan.step
  // So that the user's own model.evaluate and model.fit go on from here.
  ownOptimizer(model, optimizer)
  model.compile({ optimizer, loss: loss.compute, ...(dataset.task === "classification" && { metrics: ["accuracy"] }) })
  const engine = chooseEngine(plan)
  plan.attack = attackOf(options.adversary, engine)
  using ahead = aheadOf(plan, engine)
  plan.ahead = ahead
  const parameters = parametersOf(plan, options)
  const keeping = await openCheckpoints(options.checkpoints, { model, dataset, engine, parameters })
  const { signal } = currentCell() ?? {}
  const observers: Observer[] = [{ epoch: () => engine.settle?.() }, watch(plan), ...(options.observers ?? [])]
  if (options.onEpoch) observers.push({ epoch: ({ rows }) => options.onEpoch!(rows.at(-1)!) })
  try {
    const resumed = keeping.start?.state.rows.length ?? 0
    for (const observer of observers)
      await observer.begin?.({ model, dataset, parameters, epochs: plan.epochs, resumed })
    const outcome = await train(plan, engine, signal, observers, keeping)
    engine.settle?.()
    for (const observer of observers) await observer.end?.(outcome)
    const { rows: history, best, stopped } = outcome
    const { name, fingerprint, classes } = dataset
    const info = { name, fingerprint, classes }
    return new Trained({ model, history, best: history[best], stopped, preprocessing: dataset.steps, dataset: info })
  } catch (error) {
    engine.settle?.()
    // What a training failed of matters more than what its watchers then fail of.
    for (const observer of observers) await Promise.resolve(observer.end?.(undefined)).catch(() => {})
    throw error
  } finally {
    engine[Symbol.dispose]?.()
    endRun(model)
  }
}

function endsInSoftmax({ outputs }: Layers.LayersModel): boolean {
  const last = outputs[0]?.sourceLayer
  return last !== undefined && (last.getClassName() === "Softmax" || last.getConfig().activation === "softmax")
}

/** Cross-entropy of what is not a probability is a number without meaning: the last layer is checked on a few examples. */
function checkOutputs({ step, train: split }: Plan): void {
  if (!step.loss.probabilities || endsInSoftmax(step.model)) return
  const count = Math.min(4, split.size)
  const { xs } = gather(
    split,
    Uint32Array.from({ length: count }, (_, i) => i),
  )
  const outputs = forward(step.model, xs, count, step.shape)
  for (let row = 0; row < count; row++) {
    const part = outputs.subarray(row * step.outputs, (row + 1) * step.outputs)
    const sum = part.reduce((a, b) => a + b, 0)
    if (Math.abs(sum - 1) < 1e-3 && part.every(value => value >= 0)) continue
    throw new KaonError(
      "MODEL_INVALID",
      `The model's outputs are not probabilities: they add up to ${sum.toPrecision(3)}, not 1.`,
      {
        fix: `Give the last layer activation: "softmax".`,
      },
    )
  }
}
