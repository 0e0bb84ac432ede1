import { KaonError } from "../../contracts/errors.ts"
import type { Batch } from "../data/split.ts"
import type { Random } from "../random.ts"
import type { Engine } from "./engine.ts"

/**
 * Adversarial training: "fgsm" moves each prepared number by ±epsilon, by the sign of the loss's gradient (Goodfellow et
 * al., 2015); "pgd" takes several smaller steps from a random start and stays within ±epsilon (Madry et al., 2018).
 */
export interface Adversary {
  method: "fgsm" | "pgd"
  /** Largest change of a prepared number. */
  epsilon: number
  /** Steps of pgd; 7 without one. */
  steps?: number
  /** Length of a step of pgd; 2.5 × epsilon / steps without one. */
  stepSize?: number
  /** Share of each batch that is changed; all of it without one. The rest is trained on as it is. */
  share?: number
  /** Smallest and largest value that a prepared number may have, such as [0, 1] for pictures. */
  range?: readonly [number, number]
}

type Gradient = (batch: Batch) => Float32Array

/** The batch with the first `share` of its examples changed to raise the loss of the model as it is. */
export function attacked(batch: Batch, adversary: Adversary, gradient: Gradient, random: Random): Batch {
  const { method, epsilon, share = 1, range } = adversary
  const width = batch.xs.length / Math.max(batch.size, 1)
  const changed = Math.round(batch.size * share) * width
  const pgd = method === "pgd"
  const steps = pgd ? (adversary.steps ?? 7) : 1
  const stepSize = pgd ? (adversary.stepSize ?? (2.5 * epsilon) / steps) : epsilon
  const [low, high] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const within = (value: number, i: number) =>
    Math.min(high, Math.max(low, Math.min(batch.xs[i]! + epsilon, Math.max(batch.xs[i]! - epsilon, value))))
  const xs = batch.xs.slice()
  if (pgd) for (let i = 0; i < changed; i++) xs[i] = within(xs[i]! + epsilon * (2 * random() - 1), i)
  for (let step = 0; step < steps; step++) {
    const slope = gradient({ ...batch, xs })
    for (let i = 0; i < changed; i++) xs[i] = within(xs[i]! + stepSize * Math.sign(slope[i]!), i)
  }
  return { ...batch, xs }
}

/** The attack of a training, or undefined. Throws DATA_INVALID for bounds that make no sense, MODEL_INVALID without gradients. */
export function attackOf(adversary: Adversary | undefined, engine: Engine) {
  if (adversary === undefined) return undefined
  const { epsilon, share = 1, steps = 1 } = adversary
  if (!(epsilon > 0) || !(share > 0 && share <= 1) || !(Number.isInteger(steps) && steps > 0)) {
    throw new KaonError(
      "DATA_INVALID",
      "An adversary needs epsilon above 0, a share in (0, 1] and whole steps above 0.",
      {
        fix: `Try { method: "fgsm", epsilon: 0.1 }.`,
      },
    )
  }
  const gradient = engine.inputGradient
  if (gradient === undefined) {
    throw new KaonError("MODEL_INVALID", `${engine.name} does not tell the gradient of the examples.`, {
      fix: "Train without an adversary.",
    })
  }
  return (batch: Batch, random: Random) => attacked(batch, adversary, examples => gradient(examples), random)
}
