import { KaonError } from "../../contracts/errors.ts"
import { Graph, type Library, Session } from "../../native/index.ts"
import type { Batch } from "../data/split.ts"
import type { Random } from "../random.ts"
import type { Core } from "../tf.ts"
import type { BatchFigures, Engine } from "../train/engine.ts"
import { learningRateOf } from "../train/optimizer.ts"
import type { StepSpec } from "../train/step.ts"
import { copyWeights, restoreWeights } from "../train/weights.ts"
import { NotCompilable, sizeOf } from "./emit.ts"
import { GraphEmit } from "./graph-emit.ts"
import { runningOf } from "./running.ts"
import { type BatchStep, gradientStep, type Place, testingStep, trainingStep } from "./steps.ts"
import { Updater } from "./updater.ts"
import { ModelVariables, readResources, setResources } from "./variables.ts"

/** A training in native TensorFlow. Its weights live there: `settle` brings the model's own up to date. */
export type NativeEngine = Engine & Required<Pick<Engine, "settle" | typeof Symbol.dispose>>

/**
 * Compiles a training into one graph of TensorFlow; each step of it is one call. Steps for batches of another size are
 * added when they come. Throws NotCompilable, with the reason, for a model that it cannot hold.
 */
export function nativeEngine(library: Library, spec: StepSpec, batchSize: number): NativeEngine {
  const graph = new Graph(library)
  const session = new Session(graph, runningOf(spec.model, batchSize))
  const variables = new ModelVariables(graph, spec.model)
  const place: Place = { spec, session, variables }
  const trainable = new Set<unknown>(spec.model.trainableWeights.map(weight => weight.read()))
  const trained = variables.variables.flatMap((variable: Core.Variable, i) => (trainable.has(variable) ? [i] : []))
  const updater = new Updater(graph, session, spec, variables.resources, trained)
  const testing = new GraphEmit(graph, false)
  const deriving = new GraphEmit(graph, true)
  const owned: Disposable[] = []
  /** One step for each kind and size of batch, made when it is first needed. */
  const bySize = <T extends BatchStep>(make: (size: number, weighted: boolean) => T) => {
    const made = new Map<string, T>()
    return (size: number, weighted = false): T => {
      const key = `${size} ${weighted}`
      const known = made.get(key)
      if (known !== undefined) return known
      const step = make(size, weighted)
      made.set(key, step)
      owned.push(step)
      return step
    }
  }
  const train = bySize((size, weighted) => trainingStep(place, updater, size, weighted))
  const test = bySize(size => testingStep(place, testing, size))
  const slope = bySize(size => gradientStep(place, deriving, size))
  const start = () => setResources(session, variables.resources, copyWeights(spec.model))
  // What cannot be compiled or run is better known before the training, when TensorFlow.js can still take it over.
  compiled(() => {
    start()
    updater.begin(0)
    train(batchSize).run(blank(spec, batchSize))
    test(batchSize)
  })
  start()
  updater.setSlots([])

  let learningRate = learningRateOf(spec.optimizer)
  return {
    name: `TensorFlow ${library.version} (${session.devices().includes("GPU") ? "GPU" : "CPU"})`,
    get learningRate() {
      return learningRate
    },
    set learningRate(rate) {
      learningRate = rate
    },
    train(batch: Batch, random: Random) {
      const step = train(batch.size, batch.weights !== undefined)
      if (step.draws) step.seed(Int32Array.of(random() * 2 ** 31, random() * 2 ** 31))
      updater.begin(learningRate)
      return figures(spec, step.run(batch))
    },
    test: batch => figures(spec, test(batch.size).run(batch)),
    inputGradient: batch => slope(batch.size).run(batch),
    weights: () => readResources(session, variables.resources),
    setWeights: weights => setResources(session, variables.resources, weights),
    slots: async () => updater.slots(),
    setSlots: async slots => updater.setSlots(slots),
    settle: () => restoreWeights(spec.model, readResources(session, variables.resources)),
    [Symbol.dispose]() {
      for (const one of [...owned, updater, session, graph]) one[Symbol.dispose]()
    },
  }
}

const figures = ({ classes }: StepSpec, [loss, hits]: Float32Array): BatchFigures => ({
  loss: loss!,
  hits: classes > 0 ? hits! : undefined,
})

const blank = ({ shape, classes, outputs }: StepSpec, size: number): Batch => ({
  xs: new Float32Array(size * sizeOf(shape)),
  ys: new Int32Array(classes > 0 ? size : size * outputs),
  size,
})

/** TensorFlow's own refusals while a graph is made are reasons not to use it. */
function compiled(make: () => unknown): void {
  try {
    make()
  } catch (cause) {
    if (cause instanceof KaonError && cause.code === "NATIVE_FAILED") throw new NotCompilable(cause.message)
    throw cause
  }
}
