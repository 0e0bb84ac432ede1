/** What a slot of memory that two threads share is about to have done to it. */
export const slotStates = { free: 0, ready: 1, taken: 2, done: 3 } as const

/** Batches that are varied ahead: how many places there are for them. */
export const slotCount = 3

/** Memory that the thread of a training and the one that varies its batches share. */
export interface Shared {
  /** Of each slot: its state, the examples in it, and the seed of what is done to them; whether to stop; a count of all calls. */
  control: Int32Array<SharedArrayBuffer>
  /** Of each slot: room for a batch as it is, and as it becomes. */
  given: Float32Array<SharedArrayBuffer>[]
  made: Float32Array<SharedArrayBuffer>[]
}

const perSlot = 3
export const stateAt = (slot: number): number => slot * perSlot
export const sizeAt = (slot: number): number => slot * perSlot + 1
export const seedAt = (slot: number): number => slot * perSlot + 2
export const stopAt = slotCount * perSlot
export const bellAt = stopAt + 1

export function sharedOf(numbers: number): Shared {
  const array = () => new Float32Array(new SharedArrayBuffer(numbers * 4))
  const slots = Array.from({ length: slotCount }, (_, slot) => slot)
  return {
    control: new Int32Array(new SharedArrayBuffer((bellAt + 1) * 4)),
    given: slots.map(array),
    made: slots.map(array),
  }
}
