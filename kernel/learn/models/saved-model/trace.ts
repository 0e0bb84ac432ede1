import { Graph, requireLibrary } from "../../../native/index.ts"
import { NotCompilable } from "../../native/emit.ts"
import { GraphEmit } from "../../native/graph-emit.ts"
import { tensorOf, tracedOf, tracing } from "../../native/tracing-backend.ts"
import { type Core, type Layers, tf } from "../../tf.ts"

/** A model as one graph of TensorFlow, its weights as constants, for one size of batch. */
export interface Traced {
  batch: number
  /** The message GraphDef. Its first nodes are the inputs, its last the outputs, in the model's order. */
  definition: Uint8Array
}

/** Throws NotCompilable for what no graph can hold, NATIVE_UNSUPPORTED without native TensorFlow. */
export function traceModel(model: Layers.LayersModel, batch: number): Traced {
  using graph = new Graph(requireLibrary())
  const emit = new GraphEmit(graph, false)
  const inputs = model.inputs.map(({ shape, dtype }) => {
    const sizes = [batch, ...shape.slice(1).map(size => size ?? -1)]
    if (sizes.includes(-1)) throw new NotCompilable("an input has a size besides the batch that varies")
    const kind = dtype === "int32" ? "int32" : "float32"
    return { output: graph.placeholder(kind, sizes), sizes, kind } as const
  })
  tracing(emit, new Map(), () =>
    tf.tidy(() => {
      const tensors = inputs.map(({ output, sizes, kind }) => tensorOf(output, sizes, kind))
      const outputs = [model.apply(tensors.length === 1 ? tensors[0]! : tensors, { training: false })].flat()
      for (const output of outputs.map(tensor => tracedOf(tensor as Core.Tensor).output)) graph.op("Identity", [output])
    }),
  )
  return { batch, definition: graph.definition() }
}
