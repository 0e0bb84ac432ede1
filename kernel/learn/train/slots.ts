import { KaonError } from "../../contracts/errors.ts"
import { type Core, tf } from "../tf.ts"
import type { Slot } from "./engine.ts"

/** An optimizer that keeps its slots outside of TensorFlow.js, and hands them over itself. */
export interface OwnSlots {
  kaonSlots(): Slot[]
  setKaonSlots(slots: readonly Slot[]): void
}

const ownSlots = (optimizer: Core.Optimizer): OwnSlots | undefined =>
  "kaonSlots" in optimizer ? (optimizer as unknown as OwnSlots) : undefined

/** A copy of an optimizer's moments and step count. Throws MODEL_INVALID for one that does not tell them (Adamax). */
export async function optimizerSlots(optimizer: Core.Optimizer): Promise<Slot[]> {
  const own = ownSlots(optimizer)
  if (own !== undefined) return own.kaonSlots()
  const named = await optimizer.getWeights().catch(cause => {
    throw notKept(optimizer, cause)
  })
  return named.map(({ name, tensor }) => ({
    name,
    shape: tensor.shape,
    values: Float32Array.from(tensor.dataSync()),
  }))
}

/** Puts slots back as `optimizerSlots` gave them, so that the next step is the one that would have followed. */
export async function restoreSlots(optimizer: Core.Optimizer, slots: readonly Slot[]): Promise<void> {
  const own = ownSlots(optimizer)
  if (own !== undefined) return own.setKaonSlots(slots)
  const [count, ...moments] = slots
  const named = [
    { name: count!.name, tensor: tf.scalar(count!.values[0]!, "int32") },
    ...moments.map(({ name, shape, values }) => ({ name, tensor: tf.tensor(values, [...shape]) })),
  ]
  await optimizer.setWeights(named)
  // The optimizer's variables share the memory of the tensors that they were made of; the handles are not needed.
  for (const { tensor } of named) tensor.dispose()
}

const notKept = (optimizer: Core.Optimizer, cause: unknown): KaonError =>
  new KaonError(
    "MODEL_INVALID",
    `The optimizer ${optimizer.getClassName()} does not tell its state; no checkpoint can hold it.`,
    {
      fix: "Train with adam, rmsprop, momentum, adagrad, adadelta or sgd, or without checkpoints.",
      cause,
    },
  )
