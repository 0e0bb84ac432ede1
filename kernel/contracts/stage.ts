import { z } from "zod"
import { secondsIn } from "./durations.ts"
import type { Stage } from "./stages.ts"

export * from "./stages.ts"

const fraction = z.coerce.number().gt(0).lt(1)
const count = z.coerce.number().int().positive()
const seed = z.coerce.number().int().min(0).max(0xffffffff)

const duration = z.string().transform((text, { addIssue }) => {
  const seconds = secondsIn(text)
  if (seconds !== undefined) return seconds
  addIssue("a time such as 90s, 10m or 1.5h")
  return z.NEVER
})

/** What `kaon run` may be told of a step of any stage: none of it changes what the step gives. */
export const runOptions = {
  timeout: duration.optional().describe("time that the step may take in a run, such as 10m"),
  retries: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe("how often a run tries the step again where it fails"),
}

/** The header options of each stage: `--test 0.2` is `{ test: 0.2 }`, `--batch-size` is `batchSize`. */
export const headerOptions = {
  params: z.strictObject({ ...runOptions }),
  data: z.strictObject({
    test: fraction.optional().describe("share of the rows held back for testing"),
    validation: fraction.optional().describe("share of the rows held back for validation"),
    seed: seed.optional().describe("seed of every random choice"),
    ...runOptions,
  }),
  sql: z.strictObject({ ...runOptions }),
  model: z.strictObject({
    seed: seed.optional().describe("seed of the initial weights"),
    ...runOptions,
  }),
  python: z.strictObject({
    kernel: z.string().min(1).optional().describe("name of the Jupyter kernel that runs it; python3 if absent"),
    in: z
      .string()
      .optional()
      .describe("names that it takes from other cells, with commas; found in the code if absent"),
    out: z.string().optional().describe("names that it gives to other cells, with commas; found in the code if absent"),
    ...runOptions,
  }),
  train: z.strictObject({
    epochs: count.optional().describe("passes over the training data"),
    batch: count.optional().describe("examples in one step"),
    seed: seed.optional().describe("seed of the order of the examples"),
    ...runOptions,
  }),
  eval: z.strictObject({ ...runOptions }),
  deploy: z.strictObject({
    target: z.string().default("local").describe("where the service runs"),
    port: z.coerce
      .number()
      .int()
      .min(0)
      .max(65535)
      .optional()
      .describe("port of the service; the next free one if absent"),
    ...runOptions,
  }),
} as const satisfies Record<Stage, z.ZodType>

export type HeaderOptions<S extends Stage> = z.infer<(typeof headerOptions)[S]>
