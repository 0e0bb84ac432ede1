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
  readonly #queue: { batch: Batch; seed: number; slot: number; here: boolean }[] = []
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
    this.#queue.push({ batch, seed, slot, here: false })
    if (this.#lost) return
    Atomics.store(control, stateAt(slot), slotStates.ready)
    Atomics.add(control, bellAt, 1)
    Atomics.notify(control, bellAt)
  }

  /** The first batch that was given and not taken, varied. */
  take(): Batch {
    const { batch, seed, slot, here } = this.#queue.shift()!
    const { control, made } = this.#shared
    // Rather than wait for the thread, the one after it is made here meanwhile.
    if (Atomics.load(control, stateAt(slot)) === slotStates.taken) this.#help()
    if (!this.#isMade(slot)) return this.#varied(batch, seed, slot)
    this.#there += here ? 0 : 1
    return { ...batch, xs: made[slot]!.slice(0, batch.size * this.#width) }
  }

  #varied(batch: Batch, seed: number, slot: number): Batch {
    const xs = this.#shared.given[slot]!.slice(0, batch.size * this.#width)
    return this.#augment({ ...batch, xs }, randomFrom(seed))
  }

  /** Makes the first batch that the thread has not begun, in its stead. */
  #help(): void {
    const { control, made } = this.#shared
    const { ready, taken, done } = slotStates
    const next = this.#queue.find(({ slot }) => Atomics.compareExchange(control, stateAt(slot), ready, taken) === ready)
    if (next === undefined) return
    made[next.slot]!.set(this.#varied(next.batch, next.seed, next.slot).xs)
    next.here = true
    Atomics.store(control, stateAt(next.slot), done)
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
    if (Atomics.compareExchange(control, at, done, free) === done) return true
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
