import type { Stage } from "../../../kernel/contracts/stages.ts"
export interface Option {
  /** As the header line spells it. */
  readonly flag: string
  readonly help: string
}
/** The options of a stage, from its schema, in its order. */
export declare const optionsOf: (stage: Stage) => Option[]
/** What is wrong with an option's value, or undefined. */
export declare function problemOf(stage: Stage, flag: string, value: string): string | undefined
