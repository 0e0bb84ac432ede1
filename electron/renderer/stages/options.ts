import { headerOptions } from "../../../kernel/contracts/stage.ts"
import type { Stage } from "../../../kernel/contracts/stages.ts"
import { kebab } from "./headerline.ts"

export interface Option {
  /** As the header line spells it. */
  readonly flag: string
  readonly help: string
}

/** The options of a stage, from its schema, in its order. */
export const optionsOf = (stage: Stage): Option[] =>
  Object.entries(headerOptions[stage].shape).map(([key, type]) => ({ flag: kebab(key), help: type.description ?? "" }))

/** What is wrong with an option's value, or undefined. */
export function problemOf(stage: Stage, flag: string, value: string): string | undefined {
  const found = Object.entries(headerOptions[stage].shape).find(([key]) => kebab(key) === flag)
  if (found === undefined) return `%%${stage} has no option --${flag}.`
  const checked = found[1].safeParse(value)
  return checked.success ? undefined : checked.error.issues[0]?.message
}
