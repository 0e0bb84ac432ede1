import { KaonError } from "../../contracts/errors.ts"
import { type Batch, gather, trainingBatch } from "../data/split.ts"
import type { TrainingStream } from "../data/stream/training.ts"
import { randomFrom, range, type Stream, shuffle } from "../random.ts"
import type { Plan } from "./plan.ts"
import type { RunState } from "./run-state.ts"

/** What is left of the epoch's batches, in order. */
export interface Batches extends AsyncDisposable {
  next(): Batch | Promise<Batch>
}

export async function batchesOf(plan: Plan, state: RunState, random: Stream): Promise<Batches> {
  const { train, batchSize, stream, ahead } = plan
  if (stream !== undefined) return await streamed(stream, state)
  const order = orderOf(plan, state, random)
  // An engine keeps nothing of a batch, so one piece of memory does for all.
  const room = new Float32Array(Math.min(batchSize, train.size) * train.preprocessing.outputWidth)
  // Each batch is varied by chance of its own: by whom and when is all the same.
  const seedOf = (index: number) => (plan.seed + state.epoch * 0x9e3779b1 + index * 0x85ebca6b) | 0
  const placesOf = (index: number) => order.subarray(index * batchSize, (index + 1) * batchSize)
  if (ahead === undefined)
    return {
      next() {
        const chance = randomFrom(seedOf(state.done))
        return annotated(plan, trainingBatch(train, placesOf(state.done), chance, room), order, state)
      },
      [Symbol.asyncDispose]: async () => {},
    }
  const batches = Math.ceil(train.size / batchSize)
  let given = state.done
  const more = () => {
    for (; given < batches && ahead.room; given++)
      ahead.give({ batch: gather(train, placesOf(given), room), seed: seedOf(given) })
  }
  return {
    next() {
      more()
      const batch = ahead.take()
      // The next ones are made while this one is trained on.
      more()
      return annotated(plan, batch, order, state)
    },
    [Symbol.asyncDispose]: async () => ahead.clear(),
  }
}

/** A resumed epoch reads again what was trained on before, and passes it by. */
async function streamed(stream: TrainingStream, { epoch, done }: RunState): Promise<Batches> {
  const batches = stream.batches(epoch)
  for (let passed = 0; passed < done; passed++) await batches.next()
  return {
    async next() {
      const { value, done: ended } = await batches.next()
      if (ended !== true) return value
      throw new KaonError("DATA_INVALID", "The table has fewer rows than it had when the training began.", {
        fix: "Leave its files alone while a training reads them, and run the cell again.",
      })
    },
    [Symbol.asyncDispose]: async () => void (await batches.return(undefined)),
  }
}

/** The order of the epoch's examples; in a resumed epoch the one that it began with. */
function orderOf({ shuffle: shuffled, train }: Plan, state: RunState, random: Stream): Uint32Array {
  if (!shuffled) return range(train.size)
  if (state.done === 0) return shuffle(range(train.size), random)
  const before = randomFrom(0)
  before.restore(state.order)
  return shuffle(range(train.size), before)
}

/** The batch with what the plan knows of its examples beside their labels. */
function annotated({ weights, teacher, step }: Plan, batch: Batch, order: Uint32Array, { seen }: RunState): Batch {
  if (weights === undefined && teacher === undefined) return batch
  const places = order.subarray(seen, seen + batch.size)
  const said = teacher && new Float32Array(batch.size * step.outputs)
  places.forEach((place, i) => {
    said?.set(teacher!.subarray(place * step.outputs, (place + 1) * step.outputs), i * step.outputs)
  })
  return {
    ...batch,
    ...(weights && { weights: Float32Array.from(places, place => weights[place]!) }),
    ...(said && { teacher: said }),
  }
}
