import { oneHot, ordinal } from "./encode.ts"
import { type Filling, fillMissing } from "./fill-missing.ts"
import { type Scaling, scale } from "./scale.ts"
import type { ValueStep } from "./step.ts"

/** Every step that changes values, under the name by which a bundle knows it. */
export const valueSteps = {
  "scale min-max": scale("min-max"),
  "scale standard": scale("standard"),
  "scale robust": scale("robust"),
  "encode one-hot": oneHot,
  "encode ordinal": ordinal,
  "fill mean": fillMissing("mean"),
  "fill median": fillMissing("median"),
  "fill constant": fillMissing(0),
} as const satisfies Record<string, ValueStep>

export type { Filling, Scaling }
export type Encoding = "one-hot" | "ordinal"

/** A step as chained: its name in the table, what it runs as, and the columns it is for (all that suit it, if absent). */
export interface ChainedStep {
  name: string
  step: ValueStep
  columns: readonly string[] | undefined
}
