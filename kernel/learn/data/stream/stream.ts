import { type Random, randomFrom } from "../../random.ts"

export type Stream<T> = AsyncIterable<T> | Iterable<T>

/**
 * The items in an order by chance, holding `size` of them at a time: each one that leaves is drawn from the buffer and
 * replaced by the next that comes. With a buffer of all items it is a full shuffle.
 */
export async function* shuffled<T>(items: Stream<T>, size: number, random: Random): AsyncGenerator<T> {
  const buffer: T[] = []
  for await (const item of items) {
    if (buffer.length < size) {
      buffer.push(item)
      continue
    }
    const place = Math.floor(random() * size)
    yield buffer[place]!
    buffer[place] = item
  }
  while (buffer.length > 0) {
    const place = Math.floor(random() * buffer.length)
    yield buffer[place]!
    const last = buffer.pop()!
    if (place < buffer.length) buffer[place] = last
  }
}

/** Lists of `size` items; the last may be shorter. */
export async function* batched<T>(items: Stream<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The stream again and again, `times` times in all; each time is told its number, from 0. */
export async function* repeated<T>(make: (time: number) => Stream<T>, times: number): AsyncGenerator<T> {
  for (let time = 0; time < times; time++) yield* make(time)
}

/** The same items, with up to `count` of them made ready ahead of who takes them. Stops making when the taker stops. */
export async function* prefetched<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const source = items[Symbol.asyncIterator]()
  const waiting: Promise<IteratorResult<T>>[] = []
  const more = () => {
    const next = source.next()
    // Heard where it is awaited; until then a failure is not "unhandled".
    next.catch(() => {})
    waiting.push(next)
  }
  try {
    for (let i = 0; i < Math.max(1, count); i++) more()
    for (;;) {
      const next = await waiting.shift()!
      if (next.done) return
      more()
      yield next.value
    }
  } finally {
    await source.return?.()
  }
}

export interface StreamOptions {
  /** Items in a batch: 32 without it. */
  batch?: number
  /** Items that are held to be drawn from by chance; none are without it, and the order is that of the source. */
  shuffle?: number
  /** Seed of that chance; 0 without it. Every repetition has an order of its own, the same for the same seed. */
  seed?: number
  /** How often the source is gone through: once without it; Infinity for ever. */
  repeat?: number
  /** Batches made ready ahead: 2 without it. */
  prefetch?: number
}

/** Batches of a source that can be gone through again. */
export function batches<T>(source: () => Stream<T>, options: StreamOptions = {}): AsyncGenerator<T[]> {
  const { batch = 32, shuffle, seed = 0, repeat = 1, prefetch = 2 } = options
  const once = (time: number) =>
    shuffle === undefined ? source() : shuffled(source(), shuffle, randomFrom(seed + time * 0x9e3779b1))
  return prefetched(batched(repeated(once, repeat), batch), prefetch)
}
