import type { Attributes, Dtype, Input, Output } from "../../native/index.ts"

/** A tensor of TensorFlow.js as an output of an operation of TensorFlow. */
export interface Traced {
  readonly output: Output
  readonly shape: readonly number[]
  readonly dtype: Dtype
}

/** Where operations of TensorFlow are put: into a graph, or run at once. */
export interface Emit {
  /** Will gradients be taken through what is emitted? */
  readonly derived: boolean
  /**
   * Are there few numbers in each operation? oneDNN, to which TensorFlow hands the usual operations, then takes longer to
   * start than to compute; it leaves alone the less usual ones of the same meaning.
   */
  readonly small: boolean
  /** `after`: operations of a graph that have to be done before it; what runs at once needs none. */
  op(type: string, inputs: readonly Input[], attributes?: Attributes, after?: readonly Output[]): Output
  /** All outputs of an operation that has several. */
  many(type: string, inputs: readonly Input[], attributes: Attributes, count: number): Output[]
  /** Constants: a vector or one number of int32, one number of a float type. */
  ints(values: readonly number[]): Output
  int(value: number): Output
  float(value: number): Output
  reshape(value: Traced, shape: readonly number[]): Output
}

/** Attributes of an operation of TensorFlow.js; each kernel knows the types of its own. */
export type Settings = Readonly<Record<string, never | undefined>>

/** One operation of TensorFlow.js in operations of TensorFlow. Throws NotCompilable for a case that has none. */
export type Kernel = (emit: Emit, inputs: Record<string, Traced>, settings: Settings) => Output | Output[]

/** What stands in the way of compiling a model, in words that follow "because". */
export class NotCompilable extends Error {
  override readonly name = "NotCompilable"
}

/** The dtypes that TensorFlow.js and TensorFlow both know. */
const shared: Partial<Record<string, Dtype>> = { float32: "float32", int32: "int32", bool: "bool" }

export function dtypeNamed(name: string): Dtype {
  const dtype = shared[name]
  if (dtype === undefined) throw new NotCompilable(`it computes with ${name} values`)
  return dtype
}

/** What tells an output of a graph from every other. */
export const keyOf = ({ op, index }: Output): string => `${op}:${index}`

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
