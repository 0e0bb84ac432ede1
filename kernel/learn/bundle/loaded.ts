import type { Bundle, TensorSpec } from "../../contracts/bundle.ts"
import type { Fed, PortType } from "../models/graph/port.ts"
import type { Prediction } from "../train/prediction.ts"
import { classOf } from "../train/step.ts"

/** An output by its name; a text for each example where it names classes. */
export interface Given {
  name: string
  datatype: TensorSpec["datatype"]
  shape: readonly number[]
  values: Fed["values"] | readonly string[]
}

/** A bundle in memory, of any platform. */
export interface LoadedBundle {
  readonly bundle: Bundle
  /** What `infer` gives: the model's outputs, and the name of each example's class where there are names. */
  readonly outputs: readonly TensorSpec[]
  /**
   * The outputs for values of the bundle's inputs, in their order and of their types. Of a model with preprocessing they are
   * raw examples, which are prepared as in training. Throws SHAPE_MISMATCH, NATIVE_FAILED.
   */
  infer(feeds: readonly Fed[]): Given[] | Promise<Given[]>
  /** Labelled predictions, one for each example, in any form. */
  classify(examples: unknown): Promise<Prediction[]>
  /** Frees what the model holds; nothing can be predicted after it. */
  dispose(): void
  [Symbol.dispose](): void
}

/** The types of the protocol by those of the libraries that run models. */
export const datatypeOf: Readonly<Record<PortType, TensorSpec["datatype"]>> = {
  float32: "FP32",
  float64: "FP64",
  int32: "INT32",
  int64: "INT64",
  uint8: "UINT8",
  bool: "BOOL",
}

/** The output that names classes is called "label", unless the model has one of that name. */
const labelName = (outputs: readonly TensorSpec[]): string =>
  outputs.some(({ name }) => name === "label") ? "class" : "label"

/** The outputs of a bundle as a client sees them. */
export const outputSpecs = ({ outputs, labels }: Pick<Bundle, "outputs" | "labels">): TensorSpec[] =>
  labels === undefined ? outputs : [...outputs, { name: labelName(outputs), shape: [-1], datatype: "BYTES" }]

/** The names of the likeliest classes of `count` examples. */
export function namedClasses({ outputs, labels = [] }: Bundle, values: ArrayLike<number>, count: number): Given {
  const width = values.length / Math.max(count, 1)
  const names = Array.from({ length: count }, (_, i) => labels[classOf(values, i * width, width)] ?? "")
  return { name: labelName(outputs), datatype: "BYTES", shape: [count], values: names }
}
