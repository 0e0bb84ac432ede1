import { z } from "zod"
import type { Stage } from "./stages.ts"

export * from "./stages.ts"

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
  sql: z.strictObject({}),
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
