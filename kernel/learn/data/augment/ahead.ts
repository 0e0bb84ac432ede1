import { Worker } from "node:worker_threads"
import { randomFrom } from "../../random.ts"
import type { Batch } from "../split.ts"
import type { Augmenter } from "./augment.ts"
import { bellAt, type Shared, seedAt, sharedOf, sizeAt, slotCount, slotStates, stateAt, stopAt } from "./slots.ts"
import type { ThreadData } from "./thread.ts"

/** A batch before it is varied, and the seed by which it is. */
export interface Wanted {
  batch: Batch
  seed: number
}

/** Milliseconds after which a thread that has taken a batch is no longer waited for. */
const patience = 5000

/**
 * Varies batches in a thread of its own while the library trains on those before them. What the thread has not begun when it
 * is needed is done here instead: both do the same to the same batch and seed, so a training is the same with it as without.
 */
export class Ahead implements Disposable {
  readonly #augment: Augmenter
  readonly #width: number
  readonly #shared: Shared
  readonly #queue: { batch: Batch; seed: number; slot: number }[] = []
  #next = 0
  #there = 0
  /** The thread took a batch and did not come back. */
  #lost = false

  constructor(augment: Augmenter, shape: readonly number[], batchSize: number) {
    this.#augment = augment
    this.#width = shape.reduce((a, b) => a * b, 1)
    this.#shared = sharedOf(batchSize * this.#width)
    const { options } = augment
    const workerData: ThreadData = { shared: this.#shared, options, shape: [...shape], range: augment.range() }
    const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData })
    // A thread that fails takes no batches: they are varied here.
    thread.on("error", () => {})
    thread.unref()
  }

  /** Are there places for more batches? */
  get room(): boolean {
    return this.#queue.length < slotCount
  }

  /** Batches that the thread has made. */
  get there(): number {
    return this.#there
  }

  /** Hands over the next batch; there must be room. */
  give({ batch, seed }: Wanted): void {
    const slot = this.#next
    this.#next = (slot + 1) % slotCount
    const { control, given } = this.#shared
    given[slot]!.set(batch.xs)
    control[sizeAt(slot)] = batch.size
    control[seedAt(slot)] = seed
    this.#queue.push({ batch, seed, slot })
    if (this.#lost) return
    Atomics.store(control, stateAt(slot), slotStates.ready)
    Atomics.add(control, bellAt, 1)
    Atomics.notify(control, bellAt)
  }

  /** The first batch that was given and not taken, varied. */
  take(): Batch {
    const { batch, seed, slot } = this.#queue.shift()!
    const { given, made } = this.#shared
    const count = batch.size * this.#width
    if (this.#isMade(slot)) return { ...batch, xs: made[slot]!.slice(0, count) }
    return this.#augment({ ...batch, xs: given[slot]!.slice(0, count) }, randomFrom(seed))
  }

  /** Forgets what was given and not taken. */
  clear(): void {
    for (const { slot } of this.#queue.splice(0)) this.#isMade(slot)
  }

  /** Ends the slot's turn: waits where the thread is at it. Was it made there? */
  #isMade(slot: number): boolean {
    if (this.#lost) return false
    const { control } = this.#shared
    const at = stateAt(slot)
    const { ready, taken, done, free } = slotStates
    if (Atomics.compareExchange(control, at, ready, free) === ready) return false
    Atomics.wait(control, at, taken, patience)
    if (Atomics.compareExchange(control, at, done, free) === done) {
      this.#there += 1
      return true
    }
    // It may still write, so nothing that it can reach is read any more.
    this.#lost = true
    this[Symbol.dispose]()
    return false
  }

  [Symbol.dispose](): void {
    const { control } = this.#shared
    Atomics.store(control, stopAt, 1)
    Atomics.add(control, bellAt, 1)
    Atomics.notify(control, bellAt)
  }
}
