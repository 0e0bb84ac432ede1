import { KaonError } from "../../contracts/errors.ts"
import { Graph, isLibrary, type Library, loadLibrary, type Running, Session, type Step } from "../../native/index.ts"
import { joined } from "../joined.ts"
import { type Core, type Layers, tf } from "../tf.ts"
import { NotCompilable, sizeOf, type Traced } from "./emit.ts"
import { Feed } from "./feeds.ts"
import { GraphEmit } from "./graph-emit.ts"
import { predictingOf } from "./running.ts"
import { tensorOf, tracedOf, tracing } from "./tracing-backend.ts"

/** A model with the weights that it had when it was compiled, in inference mode. */
export interface Predictor extends Disposable {
  /** `count` examples, row-major, to their outputs; the result is the caller's own. */
  run(xs: Float32Array, count: number): Float32Array
}

/** Examples that are computed at once; more are taken in parts. */
const most = 256
/** Examples that are few: oneDNN does not pay (see Emit). */
const few = 2

interface Sized {
  feed: Feed
  step: Step
}

/**
 * Compiles a model's inference into a graph of constants. It is compiled for 1, 2, 4, … examples when so many first come;
 * batches between are filled up. Throws NotCompilable, with the reason.
 */
export function compilePredictor(library: Library, model: Layers.LayersModel, shape: readonly number[]): Predictor {
  const graph = new Graph(library)
  const sessions = new Map<Running, Session>()
  const sessionFor = (size: number): Session => {
    const running = size <= few ? predictingOf(model, size) : "alone"
    const session = sessions.get(running) ?? new Session(graph, running)
    sessions.set(running, session)
    return session
  }
  const bound = new Map<object, Traced>(
    model.weights.map(weight => {
      const variable = weight.read()
      const values = variable.dataSync() as Float32Array
      const output = graph.constant("float32", variable.shape, values)
      return [variable.dataId, { output, shape: variable.shape, dtype: "float32" }]
    }),
  )
  const width = sizeOf(shape)
  const sizes = new Map<number, Sized>()

  const sized = (size: number): Sized => {
    const known = sizes.get(size)
    if (known !== undefined) return known
    const emit = new GraphEmit(graph, false, size <= few)
    const feed = new Feed(graph, "float32", [size, ...shape])
    const predicted = tracing(emit, bound, () => {
      const run = () => {
        const outputs = model.apply(tensorOf(feed.output, [size, ...shape], "float32"), { training: false })
        return tracedOf(outputs as Core.Tensor).output
      }
      return tf.tidy(run as () => never) as ReturnType<typeof run>
    })
    const made = { feed, step: sessionFor(size).step([feed.output], [predicted]) }
    sizes.set(size, made)
    return made
  }
  const part = (xs: Float32Array, count: number): Float32Array => {
    const size = 2 ** Math.ceil(Math.log2(count))
    const { feed, step } = sized(size)
    if (size === count) feed.set(xs)
    else {
      const filled = new Float32Array(size * width)
      filled.set(xs)
      feed.set(filled)
    }
    using result = step([feed.tensor])[0]!
    const values = result.read() as Float32Array
    return size === count ? values : values.slice(0, (values.length / size) * count)
  }
  const run = (xs: Float32Array, count: number): Float32Array => {
    if (count <= most) return part(xs, Math.max(count, 1))
    const parts: Float32Array[] = []
    for (let at = 0; at < count; at += most) {
      const end = Math.min(count, at + most)
      parts.push(part(xs.subarray(at * width, end * width), end - at))
    }
    return joined(Float32Array, parts)
  }
  // What cannot be compiled or run is better known now.
  try {
    part(new Float32Array(width), 1)
  } catch (cause) {
    if (cause instanceof KaonError && cause.code === "NATIVE_FAILED") throw new NotCompilable(cause.message)
    throw cause
  }
  return {
    run,
    [Symbol.dispose]() {
      for (const { feed } of sizes.values()) feed[Symbol.dispose]()
      for (const session of sessions.values()) session[Symbol.dispose]()
      graph[Symbol.dispose]()
    },
  }
}

interface Kept {
  /** The model's weights, as they were listed with so many layers: listing them takes longer than a small model takes to run. */
  listed: readonly Layers.LayerVariable[]
  layers: number
  /** What they held when it was compiled: another identity means other weights. */
  held: readonly object[]
  predictor: Predictor | undefined
}

const kept = new WeakMap<Layers.LayersModel, Kept>()

/** The model's predictor for the weights that it has now; undefined where native TensorFlow is not there or cannot hold it. */
export function predictorOf(model: Layers.LayersModel, shape: readonly number[]): Predictor | undefined {
  const library = loadLibrary()
  if (!isLibrary(library)) return undefined
  const before = kept.get(model)
  const layers = model.layers.length
  if (before?.layers === layers && holds(before)) return before.predictor
  before?.predictor?.[Symbol.dispose]()
  const predictor = tryCompile(library, model, shape)
  const listed = model.weights
  kept.set(model, { listed, layers, held: listed.map(weight => weight.read().dataId), predictor })
  return predictor
}

function holds({ listed, held }: Kept): boolean {
  for (let i = 0; i < listed.length; i++) if (listed[i]!.read().dataId !== held[i]) return false
  return true
}

/** Gives back what was compiled for a model. */
export function dropPredictor(model: Layers.LayersModel): void {
  kept.get(model)?.predictor?.[Symbol.dispose]()
  kept.delete(model)
}

function tryCompile(library: Library, model: Layers.LayersModel, shape: readonly number[]): Predictor | undefined {
  try {
    return compilePredictor(library, model, shape)
  } catch (cause) {
    if (cause instanceof NotCompilable) return undefined
    throw cause
  }
}
