import type { Output, Session, Step } from "../../native/index.ts"
import type { Batch } from "../data/split.ts"
import { type Core, tf } from "../tf.ts"
import { clipped } from "../train/clip.ts"
import { distilled } from "../train/distilled.ts"
import { penaltyOf, type StepSpec } from "../train/step.ts"
import { NotCompilable } from "./emit.ts"
import { Feed } from "./feeds.ts"
import { GraphEmit } from "./graph-emit.ts"
import { withTrainingCalls } from "./layer-calls.ts"
import { hitsOf, lossesOf } from "./loss.ts"
import { Noise } from "./noise.ts"
import { slopesOf, tensorOf, tracedOf, tracing } from "./tracing-backend.ts"
import type { Updater } from "./updater.ts"
import type { ModelVariables } from "./variables.ts"

/** Where the steps of a training are put: one graph, one session, the model's variables in it. */
export interface Place {
  spec: StepSpec
  session: Session
  variables: ModelVariables
}

/** A batch of one size, ready to run. Results are copies. */
export interface BatchStep extends Disposable {
  run(batch: Batch): Float32Array
}

interface Feeds {
  xs: Feed
  ys: Feed
  weights?: Feed
  teacher?: Feed
}

/** Loss and hits of one step of training on `size` examples. */
export function trainingStep(place: Place, updater: Updater, size: number, weighted: boolean): BatchStep & Random {
  const { spec, variables } = place
  const { graph } = updater
  const emit = new GraphEmit(graph, true)
  const feeds: Feeds = {
    ...examples(place, emit, size),
    ...(weighted && { weights: new Feed(graph, "float32", [size]) }),
    ...(spec.distillation && { teacher: new Feed(graph, "float32", [size, spec.outputs]) }),
  }
  const seed = new Feed(graph, "int32", [2])
  const noise = new Noise(emit, seed.output)
  const { result, updates } = variables.recording(graph, () => {
    return tracing(emit, variables.bindings(), () =>
      withTrainingCalls(spec.model, noise, { emit }, () => {
        const { predicted, actual, ys } = forwarded(spec, feeds, size, true)
        const { weights, teacher } = feeds
        const own = lossesOf(spec, emit, actual, predicted)
        const each = teacher === undefined ? own : taught(spec, own, teacher, predicted)
        const counted = weights === undefined ? each : tf.mul(each, tensorOf(weights.output, [size], "float32"))
        const trainable = spec.model.trainableWeights.map(weight => weight.read() as Core.Variable)
        const penalties = [...spec.model.calculateLosses(), ...penaltyOf(spec, trainable)]
        const total = penalties.reduce((sum, penalty) => tf.add(sum, penalty), tf.mean(counted) as Core.Scalar)
        const reads = trainable.map(variable => tracedOf(variable).output)
        const gradients = bounded(spec, trainable, slopesOf(total, reads))
        const figures = tracedOf(tf.stack([total, hitsOf(spec, ys, predicted)])).output
        return { figures, gradients }
      }),
    )
  })
  const applied = result.gradients.flatMap(({ variable, gradient }) => {
    const index = variables.variables.indexOf(variable)
    return index < 0 ? [] : [updater.update(emit, index, gradient)]
  })
  const step = place.session.step(
    [...placesOf(feeds), seed.output, updater.fed.output],
    [result.figures],
    [...updates, ...applied],
  )
  const given = [...tensorsOf(feeds), seed.tensor, updater.fed.tensor]
  return {
    draws: noise.used,
    seed: values => seed.set(values),
    run(batch) {
      feed(feeds, batch)
      return fetched(step, given)
    },
    [Symbol.dispose]: () => release([...Object.values(feeds), seed]),
  }
}

export interface Random {
  /** Does the step draw noise? */
  readonly draws: boolean
  seed(values: Int32Array): void
}

/** Loss and hits of `size` examples, without training. */
export function testingStep({ spec, session, variables }: Place, emit: GraphEmit, size: number): BatchStep {
  const feeds = examples({ spec, session, variables }, emit, size)
  const figures = tracing(emit, variables.bindings(), () =>
    tidied(() => {
      const { predicted, actual, ys } = forwarded(spec, feeds, size, false)
      const loss = tf.mean(lossesOf(spec, emit, actual, predicted))
      return tracedOf(tf.stack([loss, hitsOf(spec, ys, predicted)])).output
    }),
  )
  return ready(session, feeds, figures)
}

/** How the mean loss changes with each number of `size` examples. */
export function gradientStep({ spec, session, variables }: Place, emit: GraphEmit, size: number): BatchStep {
  const feeds = examples({ spec, session, variables }, emit, size)
  const slope = tracing(emit, variables.bindings(), () =>
    tidied(() => {
      const { predicted, actual } = forwarded(spec, feeds, size, false)
      const loss = tf.mean(lossesOf(spec, emit, actual, predicted))
      const [found] = slopesOf(loss, [feeds.xs.output])
      if (found === undefined) throw new NotCompilable("its loss does not depend on the examples")
      return found
    }),
  )
  return ready(session, feeds, slope)
}

function examples({ spec }: Place, { graph }: GraphEmit, size: number): Feeds {
  const ys =
    spec.loss.labels === "one-hot" || spec.classes > 0
      ? new Feed(graph, "int32", [size])
      : new Feed(graph, "float32", [size, spec.outputs])
  return { xs: new Feed(graph, "float32", [size, ...spec.shape]), ys }
}

function forwarded(spec: StepSpec, { xs, ys }: Feeds, size: number, training: boolean) {
  const inputs = tensorOf(xs.output, [size, ...spec.shape], "float32")
  const labels = tensorOf(ys.output, ys.tensor.shape, ys.tensor.dtype as "int32" | "float32")
  const predicted = spec.model.apply(inputs, { training }) as Core.Tensor
  const actual =
    spec.loss.labels === "number"
      ? tf.reshape(tf.cast(labels, "float32"), [size, -1])
      : tf.oneHot(tf.cast(labels, "int32"), spec.outputs, 1, 0, "float32")
  return { predicted, actual, ys: labels }
}

function taught(spec: StepSpec, own: Core.Tensor, teacher: Feed, predicted: Core.Tensor): Core.Tensor {
  const said = tensorOf(teacher.output, teacher.tensor.shape, "float32") as Core.Tensor2D
  return distilled(own, said, predicted, spec, spec.distillation!)
}

/** Gradients within the bounds of the training, each with its variable; a variable that the loss does not know has none. */
function bounded({ clip, masks }: StepSpec, variables: readonly Core.Variable[], found: (Output | undefined)[]) {
  const pairs = variables.flatMap((variable, i) => {
    const gradient = found[i]
    return gradient === undefined ? [] : [{ variable, gradient: masked(variable, gradient, masks?.[i]) }]
  })
  if (clip === undefined) return pairs
  const named = pairs.map(({ variable, gradient }, i) => [String(i), tensorOf(gradient, variable.shape, "float32")])
  const within = clipped(Object.fromEntries(named), clip)
  return pairs.map(({ variable }, i) => ({ variable, gradient: tracedOf(within[i]!).output }))
}

/** What a mask closes does not change. */
function masked(variable: Core.Variable, gradient: Output, mask: Float32Array | undefined): Output {
  if (mask === undefined) return gradient
  return tracedOf(tf.mul(tensorOf(gradient, variable.shape, "float32"), tf.tensor(mask, variable.shape))).output
}

function ready(session: Session, feeds: Feeds, output: Output): BatchStep {
  const step = session.step(placesOf(feeds), [output])
  const given = tensorsOf(feeds)
  return {
    run(batch) {
      feed(feeds, batch)
      return fetched(step, given)
    },
    [Symbol.dispose]: () => release(Object.values(feeds)),
  }
}

const placesOf = (feeds: Feeds): Output[] => Object.values(feeds as object as Record<string, Feed>).map(f => f.output)
const tensorsOf = (feeds: Feeds) => Object.values(feeds as object as Record<string, Feed>).map(f => f.tensor)
const release = (feeds: Iterable<Feed>) => {
  for (const one of feeds) one[Symbol.dispose]()
}

function feed({ xs, ys, weights, teacher }: Feeds, batch: Batch): void {
  xs.set(batch.xs)
  const Wanted = ys.tensor.dtype === "int32" ? Int32Array : Float32Array
  ys.set(batch.ys instanceof Wanted ? batch.ys : new Wanted(batch.ys))
  if (batch.weights !== undefined) weights?.set(batch.weights)
  if (batch.teacher !== undefined) teacher?.set(batch.teacher)
}

function fetched(step: Step, given: Parameters<Step>[0]): Float32Array {
  using result = step(given)[0]!
  return result.read() as Float32Array
}

const tidied = <T>(run: () => T): T => tf.tidy(run as () => never) as T
