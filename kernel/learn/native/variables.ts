import { type Graph, NativeTensor, type Output, type Session } from "../../native/index.ts"
import { type Core, type Layers, tf } from "../tf.ts"
import { sizeOf, type Traced } from "./emit.ts"
import { tracedOf } from "./tracing-backend.ts"

/** A number of values that live in the library, from step to step. */
export interface Resource {
  readonly shape: readonly number[]
  readonly handle: Output
  readonly read: Output
  /** Feeding `fresh` and running `assign` sets the values. */
  readonly fresh: Output
  readonly assign: Output
}

let count = 0

export function resource(graph: Graph, shape: readonly number[]): Resource {
  const dtype = { dtype: { type: "float32" } } as const
  const handle = graph.op("VarHandleOp", [], {
    ...dtype,
    shape: { shape },
    // Sessions of one process share nothing, but a name says which variable an error is about.
    shared_name: { text: `kaon_${count++}` },
  })
  const fresh = graph.placeholder("float32", shape)
  const assign = graph.op("AssignVariableOp", [handle, fresh], dtype)
  const read = graph.op("ReadVariableOp", [handle], dtype)
  return { shape, handle, read, fresh, assign }
}

export function setResources(session: Session, resources: readonly Resource[], values: readonly Float32Array[]): void {
  if (resources.length === 0) return
  const { library } = session
  const feeds = resources.map(
    ({ fresh, shape }, i) => [fresh, NativeTensor.from(library, "float32", shape, values[i]!)] as const,
  )
  try {
    session.run(
      feeds,
      [],
      resources.map(({ assign }) => assign),
    )
  } finally {
    for (const [, tensor] of feeds) tensor[Symbol.dispose]()
  }
}

export function readResources(session: Session, resources: readonly Resource[]): Float32Array[] {
  if (resources.length === 0) return []
  const tensors = session.run(
    [],
    resources.map(({ read }) => read),
  )
  return tensors.map(tensor => {
    using owned = tensor
    return owned.read() as Float32Array
  })
}

export const zeros = (resources: readonly Resource[], value = 0): Float32Array[] =>
  resources.map(({ shape }) => new Float32Array(sizeOf(shape)).fill(value))

/** A model's variables, in the order of `model.weights`, and their place in a graph. */
export class ModelVariables {
  readonly variables: readonly Core.Variable[]
  readonly resources: readonly Resource[]

  constructor(graph: Graph, model: Layers.LayersModel) {
    this.variables = model.weights.map(weight => weight.read() as Core.Variable)
    this.resources = this.variables.map(({ shape }) => resource(graph, shape))
  }

  /** What each variable's data is while a graph is traced. */
  bindings(): Map<object, Traced> {
    return new Map(
      this.variables.map(({ dataId, shape }, i) => [
        dataId,
        { output: this.resources[i]!.read, shape, dtype: "float32" },
      ]),
    )
  }

  /**
   * Runs a trace in which a layer may set variables (moving means): the operations that set them come back; the variables
   * of TensorFlow.js themselves are left as they are.
   */
  recording<T>(graph: Graph, run: () => T): { result: T; updates: Output[] } {
    const updates = new Map<number, Output>()
    for (const [i, variable] of this.variables.entries()) {
      Object.defineProperty(variable, "assign", {
        configurable: true,
        value: (value: Core.Tensor) => {
          const { output } = tracedOf(value)
          const to = this.resources[i]!.handle
          updates.set(i, graph.op("AssignVariableOp", [to, output], { dtype: { type: "float32" } }))
        },
      })
    }
    try {
      return { result: tf.tidy(run as () => never) as T, updates: [...updates.values()] }
    } finally {
      for (const variable of this.variables) Reflect.deleteProperty(variable, "assign")
    }
  }
}
