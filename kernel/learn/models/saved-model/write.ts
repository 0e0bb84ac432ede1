import "../layers/index.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { NotCompilable } from "../../native/emit.ts"
import { bytesIn, fieldsOf, numberIn } from "../../protobuf/read.ts"
import { bytes, type Field, int, join, nested, text } from "../../protobuf/write.ts"
import type { Layers } from "../../tf.ts"
import { forAnyBatch, sizesIn } from "./any-batch.ts"
import { encodeNode, type Node, shapeOf } from "./nodes.ts"
import { type Traced, traceModel } from "./trace.ts"

/** Sizes of batch that a model is traced for; the next pair where a size of the model is the same. */
const pairs = [
  [191, 193],
  [227, 229],
  [269, 271],
] as const

/**
 * A model as a SavedModel with one signature, "serving_default": a graph that takes batches of any size, its weights as
 * constants in it. TensorFlow, its C library, TensorFlow Serving and Keras's TFSMLayer read it; it is not for training.
 *
 * Throws NATIVE_UNSUPPORTED without native TensorFlow, MODEL_INVALID for a model that no such graph can hold.
 */
export async function writeSavedModel(model: Layers.LayersModel): Promise<Record<string, Uint8Array>> {
  try {
    for (const [a, b] of pairs) {
      const first = traceModel(model, a)
      const nodes = forAnyBatch(first, traceModel(model, b))
      if (nodes !== undefined) return { "saved_model.pb": savedModel(model, first, nodes) }
    }
    throw new NotCompilable("its graph has another form for each size of the batch")
  } catch (cause) {
    if (!(cause instanceof NotCompilable)) throw cause
    throw new KaonError("MODEL_INVALID", `"${model.name}" cannot be written as a SavedModel: ${cause.message}.`, {
      fix: "Write it as .keras or for TensorFlow.js.",
      cause,
    })
  }
}

const entry = (field: number, key: string, ...value: Field[]): Field => nested(field, text(1, key), nested(2, ...value))

/** SavedModel: saved_model_schema_version 1, meta_graphs 2; MetaGraphDef: meta_info_def 1, graph_def 2, signature_def 5. */
function savedModel(model: Layers.LayersModel, { definition }: Traced, nodes: readonly Node[]): Uint8Array {
  // Versions of the graph, and whatever else is no node.
  const others = [...fieldsOf(definition)].flatMap(({ field, value }) =>
    field !== 1 && value instanceof Uint8Array ? [bytes(field, value)] : [],
  )
  const info = nested(1, text(4, "serve"), text(5, "2.21.0"))
  const graph = nested(2, ...nodes.map(encodeNode), ...others)
  const signature = entry(5, "serving_default", ...ports(model, nodes), text(3, "tensorflow/serving/predict"))
  return join([int(1, 1), nested(2, info, graph, signature)])
}

/** Inputs 1 and outputs 2 of a signature, each a TensorInfo: name 1, dtype 2, tensor_shape 3. */
function ports(model: Layers.LayersModel, nodes: readonly Node[]): Field[] {
  const info = (tensor: string, dtype: number, shape: readonly number[]): Field[] => [
    text(1, `${tensor}:0`),
    int(2, dtype),
    bytes(3, shapeOf(shape)),
  ]
  const placeholders = nodes.filter(({ op }) => op === "Placeholder")
  const results = nodes.filter(({ op }) => op === "Identity").slice(-model.outputs.length)
  const inputs = placeholders.map(({ name, attributes }, i) => {
    const shape = sizesIn(bytesIn(attributes.get("shape")!, 7).at(-1)!)
    return entry(1, named(model.inputNames, i), ...info(name, numberIn(attributes.get("dtype")!, 6) ?? 1, shape))
  })
  const outputs = results.map(({ name }, i) => {
    const shape = model.outputs[i]!.shape.map((size, axis) => (axis === 0 ? -1 : (size ?? -1)))
    return entry(2, named(model.outputNames, i), ...info(name, 1, shape))
  })
  return [...inputs, ...outputs]
}

/** Names of a signature have to differ. */
const named = (names: readonly string[], i: number): string =>
  names.indexOf(names[i]!) === i ? names[i]! : `${names[i]}_${i}`
