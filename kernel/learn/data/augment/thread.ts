import { workerData } from "node:worker_threads"
import { randomFrom } from "../../random.ts"
import { augmenterOf } from "./augment.ts"
import type { Augmentation } from "./options.ts"
import { bellAt, type Shared, seedAt, sizeAt, slotCount, slotStates, stateAt, stopAt } from "./slots.ts"

// Entry of the thread that varies batches. It ends when it is told to.

/** What the thread is started with. */
export interface ThreadData {
  shared: Shared
  options: Augmentation
  shape: readonly number[]
  range: readonly [number, number]
}

const { shared, options, shape, range }: ThreadData = workerData
const { control, given, made } = shared
const augment = augmenterOf(options, shape, () => range)
const width = shape.reduce((a, b) => a * b, 1)

for (let from = 0; ; ) {
  // Read before the slots are looked at: a call that comes meanwhile is not slept through.
  const bell = Atomics.load(control, bellAt)
  if (Atomics.load(control, stopAt) === 1) break
  const slot = readySlot(from)
  if (slot === undefined) {
    Atomics.wait(control, bellAt, bell)
    continue
  }
  const size = control[sizeAt(slot)]!
  const batch = { xs: given[slot]!.subarray(0, size * width), ys: new Int32Array(), size }
  made[slot]!.set(augment(batch, randomFrom(control[seedAt(slot)]!)).xs)
  Atomics.store(control, stateAt(slot), slotStates.done)
  Atomics.notify(control, stateAt(slot))
  from = (slot + 1) % slotCount
}

/** Takes the first slot from there on that has a batch to vary. */
function readySlot(from: number): number | undefined {
  for (let i = 0; i < slotCount; i++) {
    const slot = (from + i) % slotCount
    const { ready, taken } = slotStates
    if (Atomics.compareExchange(control, stateAt(slot), ready, taken) === ready) return slot
  }
  return undefined
}
