import type { Output } from "../../native/index.ts"
import type { Core } from "../tf.ts"
import type { GraphEmit } from "./graph-emit.ts"
import { tensorOf } from "./tracing-backend.ts"

/** Random numbers of a step: they follow from a seed that is fed with it, so that a repeated step draws the same. */
export class Noise {
  readonly #emit: GraphEmit
  readonly #seed: Output
  #drawn = 0

  /** `seed` is a vector of two int32. */
  constructor(emit: GraphEmit, seed: Output) {
    this.#emit = emit
    this.#seed = seed
  }

  /** Was anything drawn? Without it the seed need not change. */
  get used(): boolean {
    return this.#drawn > 0
  }

  /** In [0, 1). */
  uniform(shape: readonly number[]): Core.Tensor {
    return this.#draw("StatelessRandomUniform", shape)
  }

  /** Of mean 0 and deviation 1. */
  normal(shape: readonly number[]): Core.Tensor {
    return this.#draw("StatelessRandomNormal", shape)
  }

  #draw(type: string, shape: readonly number[]): Core.Tensor {
    const emit = this.#emit
    // Each place that draws has a stream of its own.
    const seed = emit.op("AddV2", [this.#seed, emit.ints([0, ++this.#drawn])])
    return tensorOf(emit.op(type, [emit.ints(shape), seed]), shape, "float32")
  }
}
