import { type Dtype, type Graph, NativeTensor, type Output, type Values } from "../../native/index.ts"
import { sizeOf } from "./emit.ts"

/** A place of the graph that is fed, and the library's memory that it is fed from, used again in each step. */
export class Feed implements Disposable {
  readonly output: Output
  readonly tensor: NativeTensor

  constructor(graph: Graph, dtype: Dtype, shape: readonly number[]) {
    this.output = graph.placeholder(dtype, shape)
    const size = sizeOf(shape)
    const values = dtype === "int32" ? new Int32Array(size) : new Float32Array(size)
    this.tensor = NativeTensor.from(graph.library, dtype, shape, values)
  }

  set(values: Values): void {
    this.tensor.write(values)
  }

  [Symbol.dispose](): void {
    this.tensor[Symbol.dispose]()
  }
}
