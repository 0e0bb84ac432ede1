import { z } from "zod"
import { errorCodes } from "./errors.ts"
import { stages } from "./stage.ts"

const at = z.number().describe("milliseconds since 1970")
const step = z.object({
  cellId: z.string(),
  cell: z.number().int(),
  stage: z.enum(stages).optional(),
  name: z.string().optional(),
})
const code = z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes, ...(keyof typeof errorCodes)[]])

/** One line of a run's NDJSON: the same for `--json`, the journal and the app. */
export const runEventSchema = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("run-started"),
    at,
    notebook: z.string(),
    params: z.record(z.string(), z.unknown()),
    steps: z.array(step),
  }),
  z.object({
    event: z.literal("step-started"),
    at,
    ...step.shape,
    why: z.string().optional().describe("why it runs rather than being taken from the cache"),
  }),
  z.object({
    event: z.literal("step-progress"),
    at,
    ...step.shape,
    fraction: z.number().nullable(),
    detail: z.string(),
  }),
  z.object({ event: z.literal("step-output"), at, ...step.shape, output: z.unknown().describe("an nbformat output") }),
  z.object({
    event: z.literal("step-ended"),
    at,
    ...step.shape,
    outcome: z.enum(["done", "failed", "interrupted"]),
    seconds: z.number(),
    cached: z.boolean().optional().describe("taken from the cache; the outputs are those of the run that made it"),
    saved: z.number().optional().describe("seconds that the run took which made what is in the cache"),
  }),
  z.object({
    event: z.literal("run-ended"),
    at,
    outcome: z.enum(["done", "failed", "gate", "interrupted"]),
    seconds: z.number(),
    error: z
      .object({
        code,
        message: z.string(),
        fix: z.string().optional(),
        cell: z.number().int().optional(),
        line: z.number().int().optional(),
        column: z.number().int().optional(),
      })
      .optional(),
  }),
])
export type RunEvent = z.infer<typeof runEventSchema>
