import { KaonError } from "../../contracts/errors.ts"
import { setting } from "../setting.ts"
import type { Source } from "./table.ts"

export interface SplitSpec {
  /** Share of the rows held back for testing; 0.2 without one. */
  test?: number
  /** Share of the rows held back for validation; none without one. */
  validation?: number
  /** Keep the shares of the classes in every split: the name of the column to predict, or true. */
  stratify?: string | boolean
  /** A column whose groups (patients, sessions) are never in two splits. */
  group?: string
  /** A column of times: what is tested is later than all that is validated, and that later than what is trained on. Windows are split by their time without it. */
  time?: string
  /** Seed of the choice; 0 without one. */
  seed?: number
}

export interface SplitChoice {
  test: number
  validation: number
  stratify: boolean
  group: string | undefined
  time: string | undefined
  seed: number
}

/** Every field, from the call, the cell's header or the defaults. A source with a test split of its own keeps it (test 0). */
export function splitChoice(spec: SplitSpec, source: Source): SplitChoice {
  const test = setting("data", "test", "test", spec.test)
  const validation = setting("data", "validation", "validation", spec.validation) ?? 0
  const seed = setting("data", "seed", "seed", spec.seed) ?? 0
  if (source.testRows > 0 && test !== undefined) {
    throw new KaonError(
      "DATA_INVALID",
      `"${source.payload.id}" has a test split of its own; test: ${test} cannot apply.`,
      { fix: "Leave the test share out; a validation share is taken from the training rows." },
    )
  }
  const { group } = spec
  // Windows over a series overlap: any other split would test on what was trained on.
  const time = spec.time ?? (group === undefined ? source.payload.reach?.column : undefined)
  if ([spec.stratify || undefined, group, time].filter(way => way !== undefined).length > 1) {
    throw new KaonError("DATA_INVALID", "A split is by classes, by group or by time; more than one was asked for.", {
      fix: "Keep one of stratify, group and time.",
    })
  }
  const held = source.testRows > 0 ? 0 : (test ?? 0.2)
  const choice = { test: held, validation, stratify: stratified(spec.stratify, source), group, time, seed }
  const shares = choice.test + choice.validation
  if (![choice.test, choice.validation].every(share => share >= 0 && share < 1) || shares >= 1) {
    throw new KaonError(
      "DATA_INVALID",
      `The shares held back (test ${choice.test}, validation ${validation}) leave nothing to train on.`,
      { fix: "Give shares between 0 and 1 that add up to less than 1." },
    )
  }
  return choice
}

/** Throws DATA_INVALID where classes cannot be kept in shares: they are those of the column to predict. */
function stratified(stratify: string | boolean | undefined, { target }: Source): boolean {
  if (stratify === undefined || stratify === false) return false
  if (target.kind === "class" && (stratify === true || stratify === target.name)) return true
  throw new KaonError(
    "DATA_INVALID",
    `Cannot stratify by ${stratify === true ? `"${target.name}"` : `"${stratify}"`}.`,
    {
      fix:
        target.kind === "class"
          ? `Stratify by "${target.name}", the column to predict.`
          : `"${target.name}", the column to predict, holds numbers, not classes.`,
    },
  )
}
