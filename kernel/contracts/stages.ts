/** The stages of a pipeline, in their usual order; cells in SQL and Python may do the work of others. */
export const stages = ["params", "data", "sql", "python", "model", "train", "eval", "deploy"] as const
export type Stage = (typeof stages)[number]

/** A cell's header, parsed and checked: `%%data digits --test 0.2`. */
export interface Header<S extends Stage = Stage> {
  stage: S
  /** The name after the stage: what a data, sql or model cell defines, what a train cell trains, what a deploy cell serves. */
  name: string | undefined
  options: Record<string, unknown>
}

/** What a stage promises. `mustDefine` and `mustUse` are checked before the cell runs, `kind` on the values after it. */
export interface StageContract {
  /** What the header's name stands for; `optional` where a header may go without. */
  name: "none" | "optional" | "required"
  /** Does the cell have to define a value of the header's name? */
  definesName: boolean
  /** Does the cell have to use the header's name, defined by an earlier cell? */
  usesName: boolean
  /** The brand (see brand.ts) that one of the defined values must carry. */
  kind: "dataset" | "model" | "trained" | "report" | "service" | undefined
  /** May the run start this stage by itself (data), on demand (train), or only with consent (deploy)? */
  runs: "freely" | "on demand" | "with consent"
}

export const stageContracts = {
  params: { name: "none", definesName: false, usesName: false, kind: undefined, runs: "freely" },
  data: { name: "required", definesName: true, usesName: false, kind: "dataset", runs: "freely" },
  sql: { name: "optional", definesName: true, usesName: false, kind: undefined, runs: "freely" },
  python: { name: "none", definesName: false, usesName: false, kind: undefined, runs: "freely" },
  model: { name: "required", definesName: true, usesName: false, kind: "model", runs: "freely" },
  train: { name: "required", definesName: false, usesName: true, kind: "trained", runs: "on demand" },
  eval: { name: "optional", definesName: false, usesName: false, kind: "report", runs: "freely" },
  deploy: { name: "required", definesName: false, usesName: false, kind: "service", runs: "with consent" },
} as const satisfies Record<Stage, StageContract>
