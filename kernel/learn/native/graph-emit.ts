import type { Attributes, Dtype, Graph, Input, Output, Values } from "../../native/index.ts"
import { type Emit, keyOf, sizeOf, type Traced } from "./emit.ts"

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i])

/** Puts operations into a graph. Equal constants are made once, and a reshape of a reshape goes back to what it came from. */
export class GraphEmit implements Emit {
  readonly graph: Graph
  readonly derived: boolean
  readonly small: boolean
  readonly #constants = new Map<string, Output>()
  /** What a reshaped output was before. */
  readonly #origins = new Map<string, Traced>()

  constructor(graph: Graph, derived: boolean, small = false) {
    this.graph = graph
    this.derived = derived
    this.small = small
  }

  op(type: string, inputs: readonly Input[], attributes: Attributes = {}, after: readonly Output[] = []): Output {
    return this.graph.op(type, inputs, attributes, after)
  }

  many(type: string, inputs: readonly Input[], attributes: Attributes, count: number): Output[] {
    const { op } = this.op(type, inputs, attributes)
    return Array.from({ length: count }, (_, index) => ({ op, index }))
  }

  ints(values: readonly number[]): Output {
    return this.#constant("int32", [values.length], Int32Array.from(values))
  }

  int(value: number): Output {
    return this.#constant("int32", [], Int32Array.of(value))
  }

  float(value: number): Output {
    return this.#constant("float32", [], Float32Array.of(value))
  }

  reshape(value: Traced, shape: readonly number[]): Output {
    if (same(value.shape, shape)) return value.output
    const origin = this.#origins.get(keyOf(value.output)) ?? value
    if (same(origin.shape, shape)) return origin.output
    const output = this.op("Reshape", [origin.output, this.ints(shape)])
    this.#origins.set(keyOf(output), origin)
    return output
  }

  /** What an output was before it was reshaped; itself where it was not. */
  originOf(output: Output): Output {
    return this.#origins.get(keyOf(output))?.output ?? output
  }

  #constant(dtype: Dtype, shape: number[], values: Values): Output {
    const key = `${dtype}[${shape}]${values.join()}`
    const known = this.#constants.get(key)
    if (known !== undefined) return known
    const made = this.graph.constant(dtype, shape, values)
    if (sizeOf(shape) < 64) this.#constants.set(key, made)
    return made
  }
}
