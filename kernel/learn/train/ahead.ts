import { availableParallelism } from "node:os"
import { Ahead } from "../data/augment/ahead.ts"
import type { Engine } from "./engine.ts"
import type { Plan } from "./plan.ts"

/** Numbers that are varied in a training from which on a thread is worth its start: about half a second of work. */
const worthwhile = 5e7

/** A thread that varies batches while the native library trains: TensorFlow.js has the processor to itself otherwise. */
export function aheadOf({ train, stream, epochs, batchSize }: Plan, { settle }: Engine): Ahead | undefined {
  const { augmenter, preprocessing, size } = train
  if (augmenter === undefined || stream !== undefined || settle === undefined) return undefined
  if (availableParallelism() < 2 || epochs * size * preprocessing.outputWidth < worthwhile) return undefined
  return new Ahead(augmenter, preprocessing.shape, Math.min(batchSize, size))
}
