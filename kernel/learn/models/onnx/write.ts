import "../layers/index.ts"
import { KaonError } from "../../../contracts/errors.ts"
import type { Layers } from "../../tf.ts"
import { NotMapped } from "../layers/settings.ts"
import { elementType, OnnxGraph, type OnnxPortSpec } from "./graph.ts"
import { convolutions } from "./kernels/convolve.ts"
import { elementwise } from "./kernels/elementwise.ts"
import type { OnnxKernel } from "./kernels/kernel.ts"
import { products } from "./kernels/product.ts"
import { shape } from "./kernels/shape.ts"
import { type Recording, record, type Size, type Value } from "./record.ts"

const kernels: Readonly<Record<string, OnnxKernel>> = { ...elementwise, ...products, ...shape, ...convolutions }

/**
 * A model as ONNX (operators of version 18), for batches of any size. It is written from what the model computes, operation
 * by operation, so layers of any kind come along where ONNX has their operations; recurrent ones are unrolled.
 *
 * Throws MODEL_INVALID naming an operation that ONNX has not.
 */
export async function writeOnnx(model: Layers.LayersModel): Promise<Uint8Array> {
  try {
    return encoded(model, record(model))
  } catch (cause) {
    if (!(cause instanceof NotMapped)) throw cause
    throw new KaonError("MODEL_INVALID", `"${model.name}" cannot be written as ONNX: ${cause.message}.`, {
      fix: "Write it as .keras, as a SavedModel or for TensorFlow.js.",
      cause,
    })
  }
}

function encoded(model: Layers.LayersModel, recording: Recording): Uint8Array {
  const inputNames = recording.inputs.map((_, i) => uniqueName(model.inputNames, i, "input"))
  const outputNames = recording.outputs.map((_, i) => uniqueName(model.outputNames, i, "output"))
  const graph = new OnnxGraph(inputNames[0]!)
  const names = new Map(recording.inputs.map((value, i) => [value, inputNames[i]!]))
  const nameOf = (index: number): string => {
    const known = names.get(index)
    if (known !== undefined) return known
    const made = constantOf(graph, recording.values[index]!)
    names.set(index, made)
    return made
  }
  for (const call of recording.calls) {
    const kernel = kernels[call.kernel]
    if (kernel === undefined) throw new NotMapped(`ONNX has no ${call.kernel} as TensorFlow.js computes it`)
    const entries = Object.entries(call.inputs)
    const inputs = Object.fromEntries(entries.map(([key, index]) => [key, nameOf(index)]))
    const given = Object.fromEntries(entries.map(([key, index]) => [key, recording.values[index]!]))
    const gives = call.outputs.map(index => recording.values[index]!)
    const made = [kernel({ graph, call, inputs, given, gives })].flat()
    for (const [i, index] of call.outputs.entries()) names.set(index, made[i]!)
  }
  for (const [i, index] of recording.outputs.entries()) graph.put("Identity", [nameOf(index)], {}, [outputNames[i]!])
  const port = (index: number, name: string): OnnxPortSpec => ({
    name,
    dtype: elementType(recording.values[index]!.dtype) as OnnxPortSpec["dtype"],
    shape: recording.values[index]!.shape.map(size => (typeof size === "number" ? size : -1)),
  })
  return graph.encode(
    model.name,
    recording.inputs.map((index, i) => port(index, inputNames[i]!)),
    recording.outputs.map((index, i) => port(index, outputNames[i]!)),
  )
}

/** Names of inputs and outputs have to differ from each other and from all others, which end in a number. */
const uniqueName = (names: readonly string[], i: number, side: string): string => `${side}.${i}.${names[i]!}`

function constantOf(graph: OnnxGraph, { shape, dtype, constant }: Value): string {
  const kind = elementType(dtype)
  const isFixed = (size: Size): size is number => typeof size === "number"
  if (shape.every(isFixed)) return graph.constant(kind, shape, constant!)
  return graph.op("Expand", [graph.constant(kind, [], [constant![0]!]), graph.ints(shape)])
}
