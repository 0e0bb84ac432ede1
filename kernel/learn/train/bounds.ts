import { KaonError } from "../../contracts/errors.ts"
import type { FitOptions } from "./options.ts"

type Rule = readonly [name: string, value: number | undefined, holds: (value: number) => boolean, what: string]

const above = (value: number) => Number.isFinite(value) && value > 0
const atLeast0 = (value: number) => Number.isFinite(value) && value >= 0
const factor = (value: number) => value > 0 && value <= 1

/** Checks numbers among the options; throws DATA_INVALID naming the one that makes no sense. */
export function checkBounds({ clip, penalty, earlyStopping, learningRate }: FitOptions): void {
  const schedule = typeof learningRate === "object" ? learningRate : undefined
  const rules: Rule[] = [
    ["clip.value", clip?.value, above, "above 0"],
    ["clip.norm", clip?.norm, above, "above 0"],
    ["clip.globalNorm", clip?.globalNorm, above, "above 0"],
    ["penalty.l1", penalty?.l1, atLeast0, "0 or more"],
    ["penalty.l2", penalty?.l2, atLeast0, "0 or more"],
    ["earlyStopping.patience", earlyStopping?.patience, above, "above 0"],
    ["earlyStopping.minDelta", earlyStopping?.minDelta, atLeast0, "0 or more"],
    ["learningRate.warmup", schedule?.warmup, atLeast0, "0 or more"],
    ["learningRate.every", schedule?.kind === "step" ? schedule.every : undefined, above, "above 0"],
    ["learningRate.factor", schedule && "factor" in schedule ? schedule.factor : undefined, factor, "in (0, 1]"],
    ["learningRate.patience", schedule?.kind === "plateau" ? schedule.patience : undefined, above, "above 0"],
  ]
  for (const [name, value, holds, what] of rules) {
    if (value === undefined || holds(value)) continue
    throw new KaonError("DATA_INVALID", `${name} is ${value}; it has to be ${what}.`, {
      fix: `Give ${name} another value.`,
    })
  }
}
