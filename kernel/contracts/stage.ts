import { z } from "zod"

/** The stages of a pipeline, in their usual order. */
export const stages = ["params", "data", "model", "train", "eval", "deploy"] as const
export type Stage = (typeof stages)[number]

const fraction = z.coerce.number().gt(0).lt(1)
const count = z.coerce.number().int().positive()
const seed = z.coerce.number().int().min(0).max(0xffffffff)

/** The header options of each stage: `--test 0.2` is `{ test: 0.2 }`, `--batch-size` is `batchSize`. */
export const headerOptions = {
  params: z.strictObject({}),
  data: z.strictObject({
    test: fraction.optional().describe("share of the rows held back for testing"),
    validation: fraction.optional().describe("share of the rows held back for validation"),
    seed: seed.optional().describe("seed of every random choice"),
  }),
  model: z.strictObject({ seed: seed.optional().describe("seed of the initial weights") }),
  train: z.strictObject({
    epochs: count.optional().describe("passes over the training data"),
    batch: count.optional().describe("examples in one step"),
    seed: seed.optional().describe("seed of the order of the examples"),
  }),
  eval: z.strictObject({}),
  deploy: z.strictObject({
    target: z.string().default("local").describe("where the service runs"),
    port: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .optional()
      .describe("port of the service; the next free one if absent"),
  }),
} as const satisfies Record<Stage, z.ZodType>

export type HeaderOptions<S extends Stage> = z.infer<(typeof headerOptions)[S]>

/** A cell's header, parsed and checked: `%%data digits --test 0.2`. */
export interface Header<S extends Stage = Stage> {
  stage: S
  /** The name after the stage: what a data or model cell defines, what a train cell trains, what a deploy cell serves. */
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
  model: { name: "required", definesName: true, usesName: false, kind: "model", runs: "freely" },
  train: { name: "required", definesName: false, usesName: true, kind: "trained", runs: "on demand" },
  eval: { name: "optional", definesName: false, usesName: false, kind: "report", runs: "freely" },
  deploy: { name: "required", definesName: false, usesName: false, kind: "service", runs: "with consent" },
} as const satisfies Record<Stage, StageContract>
