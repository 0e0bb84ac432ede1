import { type Dtype, type Graph, NativeTensor, type Output, type Values } from "../../native/index.ts"

/** A place of the graph that is fed, and the library's memory that it is fed from, used again in each step. */
export class Feed implements Disposable {
  readonly output: Output
  readonly tensor: NativeTensor

  constructor(graph: Graph, dtype: Dtype, shape: readonly number[]) {
    this.output = graph.placeholder(dtype, shape)
    this.tensor = NativeTensor.zeros(graph.library, dtype, shape)
  }

  set(values: Values): void {
    this.tensor.write(values)
  }

  [Symbol.dispose](): void {
    this.tensor[Symbol.dispose]()
  }
}
