import { setImmediate } from "node:timers/promises"
import { currentCell } from "../../../contracts/context.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { type Displayable, displaySymbol } from "../../show/displayable.ts"
import { textTable } from "../../show/text-table.ts"
import { type Core, tf } from "../../tf.ts"
import { shown } from "../tensor.ts"
import { type Fed, fedTo, joined, type Origin, type Port, type Runner, tensorOf } from "./port.ts"

export type GraphFormat = "SavedModel" | "ONNX" | "TensorFlow.js graph"
type Given = Core.Tensor | Core.TensorLike

export interface PredictGraphOptions {
  /** Name of the output, where there are several; the first without it. */
  output?: string
  /** Examples that are run at once; 256 without it, and as many as the model takes where it takes a fixed number. */
  batch?: number
}

/** A model that is run as it is: a SavedModel, an ONNX model, a graph model of TensorFlow.js. It has no layers. */
export class GraphModel implements Displayable {
  readonly format: GraphFormat
  readonly source: string
  readonly #runner: Runner

  constructor(format: GraphFormat, source: string, runner: Runner) {
    this.format = format
    this.source = source
    this.#runner = runner
  }

  get inputs(): readonly Port[] {
    return this.#runner.inputs
  }

  get outputs(): readonly Port[] {
    return this.#runner.outputs
  }

  get origin(): Origin {
    return this.#runner.origin
  }

  /**
   * All outputs by name, of inputs by name, or of the only input. Tensors stay the caller's; those that come are too. Throws
   * SHAPE_MISMATCH with both shapes, DATA_INVALID for an input that is missing or not known.
   */
  async run(feeds: Given | Readonly<Record<string, Given>>): Promise<Record<string, Core.Tensor>> {
    const results = await this.runFed(this.#fed(feeds))
    return Object.fromEntries(this.outputs.map(({ name }, i) => [name, tensorOf(results[i]!)]))
  }

  /** One output of many examples, which are run in batches; an interrupt ends it between two. Throws as run. */
  async predict(examples: Given, { output, batch }: PredictGraphOptions = {}): Promise<Core.Tensor> {
    return tensorOf(await this.predictFed(this.#only(fedTo, examples), output, batch))
  }

  /** The same of values as they are fed. */
  async predictFed(fed: Fed, output?: string, batch?: number): Promise<Fed> {
    const index = this.outputIndex(output)
    const fixed = this.inputs[0]!.shape?.[0] ?? -1
    const size = fixed > 0 ? fixed : (batch ?? 256)
    const [count = 0, ...shape] = fed.shape
    const width = count === 0 ? 0 : fed.values.length / count
    const parts: Fed[] = []
    const signal = currentCell()?.signal
    for (let start = 0; start < count; start += size) {
      const end = Math.min(count, start + size)
      const values = fed.values.slice(start * width, end * width)
      parts.push((await this.runFed([{ ...fed, shape: [end - start, ...shape], values }]))[index]!)
      if (end < count) await setImmediate()
      signal?.throwIfAborted()
    }
    if (parts.length > 0) return joined(parts)
    throw new KaonError("DATA_INVALID", "There are no examples to predict.", { fix: "Give at least one." })
  }

  runFed(feeds: readonly Fed[]): Promise<Fed[]> {
    return this.#runner.run(feeds)
  }

  outputIndex(name: string | undefined): number {
    const index = name === undefined ? 0 : this.outputs.findIndex(output => output.name === name)
    if (index >= 0) return index
    throw unknown("output", name!, this.outputs)
  }

  #only<T>(fed: (port: Port, given: T) => Fed, given: T): Fed {
    const [first, ...others] = this.inputs
    if (others.length === 0 && first !== undefined) return fed(first, given)
    const names = this.inputs.map(({ name }) => name).join(", ")
    throw new KaonError("DATA_INVALID", `The model takes ${this.inputs.length} inputs: ${names}.`, {
      fix: "Call run with each of them by name.",
    })
  }

  #fed(feeds: Given | Readonly<Record<string, Given>>): Fed[] {
    if (feeds instanceof tf.Tensor || Array.isArray(feeds) || ArrayBuffer.isView(feeds) || typeof feeds !== "object")
      return [this.#only(fedTo, feeds as Given)]
    const named = feeds as Readonly<Record<string, Given>>
    const strange = Object.keys(named).find(name => !this.inputs.some(input => input.name === name))
    if (strange !== undefined) throw unknown("input", strange, this.inputs)
    return this.inputs.map(input => {
      const given = named[input.name]
      if (given !== undefined) return fedTo(input, given)
      throw new KaonError("DATA_INVALID", `Input "${input.name}" is missing.`, {
        fix: `Give all of ${this.inputs.map(({ name }) => name).join(", ")}.`,
      })
    })
  }

  /** Frees what the model holds; it cannot be run after it. */
  dispose(): void {
    this.#runner[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  [displaySymbol]() {
    return { "text/plain": this.#summary() }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#summary()
  }

  #summary(): string {
    const row = (side: string) => (port: Port) => [side, port.name, port.dtype, port.shape ? shown(port.shape) : "any"]
    const rows = [...this.inputs.map(row("input")), ...this.outputs.map(row("output"))]
    return `${this.format}, ${this.source}\n${textTable(["", "name", "type", "shape"], rows)}`
  }
}

const unknown = (side: string, name: string, ports: readonly Port[]): KaonError =>
  new KaonError("DATA_INVALID", `The model has no ${side} "${name}".`, {
    fix: `It has ${ports.map(port => port.name).join(", ")}.`,
  })
