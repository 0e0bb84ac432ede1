import { NotMapped } from "../../layers/settings.ts"
import type { OnnxGraph } from "../graph.ts"
import type { Call, Size, Value } from "../record.ts"

/** What a kernel of TensorFlow.js becomes. */
export interface Place {
  graph: OnnxGraph
  call: Call
  /** Names of the inputs in the graph. */
  inputs: Readonly<Record<string, string>>
  /** What is known of the inputs and outputs. */
  given: Readonly<Record<string, Value>>
  gives: readonly Value[]
}

/** Names of the outputs. Throws NotMapped for a case that ONNX has not. */
export type OnnxKernel = (place: Place) => string | string[]

/** Throws NotMapped where a size hangs on the batch. */
export function fixed(size: Size): number {
  if (typeof size === "number") return size
  throw new NotMapped("a size that has to be known hangs on the batch")
}

export const attr = <T>({ call }: Place, name: string): T => call.attributes[name] as T

export const numbers = (value: unknown): number[] => ([value].flat(2) as Size[]).map(fixed)

/** An activation that TensorFlow.js has fused with what comes before it. */
export function activate(place: Place, input: string): string {
  const { graph, inputs } = place
  const name = attr<string | undefined>(place, "activation") ?? "linear"
  const simple: Record<string, string> = { relu: "Relu", elu: "Elu", sigmoid: "Sigmoid" }
  if (name === "linear") return input
  if (simple[name] !== undefined) return graph.op(simple[name], [input])
  if (name === "relu6") return graph.op("Clip", [input, graph.scalar(0), graph.scalar(6)])
  if (name === "leakyrelu")
    return graph.op("LeakyRelu", [input], { alpha: { float: attr<number>(place, "leakyreluAlpha") } })
  if (name === "prelu") return graph.op("PRelu", [input, inputs.preluActivationWeights!])
  throw new NotMapped(`its activation is ${name}`)
}
