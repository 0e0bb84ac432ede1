import type { z } from "zod"
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

/** What is wrong with an option's value, in the words of the page; undefined where nothing is. */
export function problemOf(words: OptionWords, stage: Stage, flag: string, value: string): string | undefined {
  const found = Object.entries(headerOptions[stage].shape).find(([key]) => kebab(key) === flag)
  if (found === undefined) return words.unknownOption(stage, flag)
  const checked = found[1].safeParse(value)
  return checked.success ? undefined : said(words, checked.error.issues[0])
}

export interface OptionWords {
  unknownOption(stage: string, flag: string): string
  tooSmall(bound: string, inclusive: boolean): string
  tooBig(bound: string, inclusive: boolean): string
  notANumber: string
  notWhole: string
  notAllowed: string
}

function said(words: OptionWords, issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "too_small") return words.tooSmall(String(issue.minimum), issue.inclusive !== false)
  if (issue?.code === "too_big") return words.tooBig(String(issue.maximum), issue.inclusive !== false)
  if (issue?.code !== "invalid_type") return words.notAllowed
  return issue.expected === "int" ? words.notWhole : words.notANumber
}
