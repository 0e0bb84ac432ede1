import type { Attributes, Eager, Input, Output } from "../../native/index.ts"
import type { Emit, Traced } from "./emit.ts"

const handleOf = (op: bigint): Output => ({ op, index: 0 })
/** Constants are few and small: sizes, axes, numbers of formulas. */
const mostConstants = 2000

/** Runs operations at once. What an operation of TensorFlow.js leaves on the way to its result is given back after it. */
export class EagerEmit implements Emit {
  readonly derived = false
  readonly small = false
  readonly eager: Eager
  readonly #constants = new Map<string, Output>()
  #made: bigint[] = []

  constructor(eager: Eager) {
    this.eager = eager
  }

  op(type: string, inputs: readonly Input[], attributes: Attributes = {}): Output {
    return this.many(type, inputs, attributes)[0]!
  }

  many(type: string, inputs: readonly Input[], attributes: Attributes): Output[] {
    const handles = this.eager.run(type, inputs, attributes)
    this.#made.push(...handles)
    return handles.map(handleOf)
  }

  ints(values: readonly number[]): Output {
    return this.#constant(`i[${values.length}]${values}`, () =>
      this.eager.put("int32", [values.length], Int32Array.from(values)),
    )
  }

  int(value: number): Output {
    return this.#constant(`i${value}`, () => this.eager.put("int32", [], Int32Array.of(value)))
  }

  float(value: number): Output {
    return this.#constant(`f${value}`, () => this.eager.put("float32", [], Float32Array.of(value)))
  }

  reshape({ output, shape: before }: Traced, shape: readonly number[]): Output {
    const same = before.length === shape.length && before.every((size, i) => size === shape[i])
    return same ? output : this.op("Reshape", [output, this.ints(shape)])
  }

  /** Runs one kernel; its results are the caller's, everything else that was made is gone. */
  results(run: () => Output | Output[]): bigint[] {
    const outer = this.#made
    this.#made = []
    try {
      const results = [run()].flat().map(({ op }) => op)
      const own = new Set(this.#made)
      // What came in, or is a constant, has an owner already.
      return results
        .map(handle => (own.delete(handle) ? handle : this.eager.share(handle)))
        .map(handle => {
          this.#made = this.#made.filter(made => made !== handle)
          return handle
        })
    } finally {
      for (const handle of this.#made) this.eager.release(handle)
      this.#made = outer
    }
  }

  #constant(key: string, make: () => bigint): Output {
    const known = this.#constants.get(key)
    if (known !== undefined) return known
    const made = handleOf(make())
    if (this.#constants.size < mostConstants) this.#constants.set(key, made)
    else this.#made.push(made.op)
    return made
  }
}
