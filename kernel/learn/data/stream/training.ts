import { type Random, randomFrom } from "../../random.ts"
import type { Dataset } from "../dataset.ts"
import type { Batch, Split } from "../split.ts"
import { preparedChunks, type Weighing } from "./chunks.ts"
import { Pool } from "./pool.ts"
import type { Rest } from "./rest.ts"
import { prefetched } from "./stream.ts"

/** What a training takes its batches from where the rows are not all in memory. */
export interface TrainingStream {
  /** Rows of an epoch. */
  rows: number
  /** The batches of an epoch (from 1): the same for the same seed, another order in each. */
  batches(epoch: number): AsyncGenerator<Batch>
}

export interface TrainingStreamOptions {
  batchSize: number
  seed: number
  /** Rows that are held to be drawn from by chance; 0: the rows in their order. */
  pool?: number
  /** How much rows count: those that are read, and those of the training split that are in memory. */
  weights?: { weighing: Weighing; inMemory: Float32Array }
}

/** Memory of the pool where its size is not given, in bytes. */
const poolBytes = 64 * 2 ** 20
/** Rows of the pool at most where its size is not given. */
const mostPooled = 100_000

/**
 * The rows of a training split and then those of the rest, drawn by chance from a pool that is filled with the former first:
 * so the rows in memory are not the first that are seen. The next rows are read while the running ones are trained on.
 */
export function trainingStream(
  dataset: Dataset,
  train: Split,
  { table, rows }: Rest,
  { batchSize, seed, pool: wanted, weights }: TrainingStreamOptions,
): TrainingStream {
  const width = dataset.preprocessing.outputWidth
  const usual = Math.min(mostPooled, Math.max(batchSize, Math.floor(poolBytes / (4 * width))))
  const capacity = Math.min(wanted ?? usual, train.size + rows)
  const chunks = () => preparedChunks(dataset, table, weights?.weighing)
  const source = () => prefetched(chain(train, chunks(), weights?.inMemory), 2)
  const fresh = (size: number): Batch => ({
    xs: new Float32Array(size * width),
    ys: train.ys instanceof Int32Array ? new Int32Array(size) : new Float32Array(size),
    size,
    ...(weights && { weights: new Float32Array(size) }),
  })
  return {
    rows: train.size + rows,
    async *batches(epoch) {
      const random = randomFrom(seed + epoch * 0x9e3779b1)
      const drawn = drawnFrom(source(), capacity, width, batchSize, random, fresh)
      for await (const batch of drawn) yield train.augmenter?.(batch, random) ?? batch
    },
  }
}

/** The rows in memory, in parts as they come from tables; then those that are read. */
async function* chain(
  train: Split,
  chunks: AsyncGenerator<Batch>,
  weights: Float32Array | undefined,
): AsyncGenerator<Batch> {
  let at = 0
  for (const batch of train.batches({ batch: 2048 })) {
    yield weights === undefined ? batch : { ...batch, weights: weights.subarray(at, at + batch.size) }
    at += batch.size
  }
  yield* chunks
}

async function* drawnFrom(
  chunks: AsyncIterable<Batch>,
  capacity: number,
  width: number,
  batchSize: number,
  random: Random,
  fresh: (size: number) => Batch,
): AsyncGenerator<Batch> {
  const pool = capacity > 0 ? new Pool(capacity, width) : undefined
  let batch = fresh(batchSize)
  let at = 0
  for await (const chunk of chunks) {
    for (let row = 0; row < chunk.size; row++) {
      if (pool !== undefined && !pool.full) {
        pool.put(chunk, row)
        continue
      }
      if (pool !== undefined) pool.draw(random, batch, at, { batch: chunk, row })
      else {
        batch.xs.set(chunk.xs.subarray(row * width, (row + 1) * width), at * width)
        batch.ys[at] = chunk.ys[row]!
        if (batch.weights !== undefined) batch.weights[at] = chunk.weights![row]!
      }
      at += 1
      if (at < batchSize) continue
      yield batch
      batch = fresh(batchSize)
      at = 0
    }
  }
  while (pool !== undefined && pool.held > 0) {
    pool.draw(random, batch, at)
    at += 1
    if (at < batchSize) continue
    yield batch
    batch = fresh(batchSize)
    at = 0
  }
  if (at === 0) return
  const { xs, ys, weights } = batch
  yield {
    xs: xs.slice(0, at * width),
    ys: ys.slice(0, at),
    size: at,
    ...(weights && { weights: weights.slice(0, at) }),
  }
}
