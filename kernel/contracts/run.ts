import { z } from "zod"
import { errorCodes } from "./errors.ts"
import { stages } from "./stage.ts"

export const at = z.number().describe("milliseconds since 1970")
/** Which step something is about. */
export const stepFactsSchema = z.object({
  cellId: z.string(),
  cell: z.number().int(),
  stage: z.enum(stages).optional(),
  name: z.string().optional(),
})
export type StepFacts = z.infer<typeof stepFactsSchema>
const code = z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes, ...(keyof typeof errorCodes)[]])

/** Why a run or a step failed. */
export const runErrorSchema = z.object({
  code,
  message: z.string(),
  fix: z.string().optional(),
  cell: z.number().int().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
})
export type RunError = z.infer<typeof runErrorSchema>

const step = stepFactsSchema.shape

export const runEvents = {
  runStarted: z.object({
    event: z.literal("run-started"),
    at,
    notebook: z.string(),
    params: z.record(z.string(), z.unknown()),
    steps: z.array(stepFactsSchema),
    run: z.string().optional().describe("id of the run's record, where it is recorded"),
  }),
  stepStarted: z.object({
    event: z.literal("step-started"),
    at,
    ...step,
    why: z.string().optional().describe("why it runs rather than being taken from the cache"),
  }),
  stepProgress: z.object({
    event: z.literal("step-progress"),
    at,
    ...step,
    fraction: z.number().nullable(),
    detail: z.string(),
  }),
  stepOutput: z.object({
    event: z.literal("step-output"),
    at,
    ...step,
    output: z.unknown().describe("an nbformat output"),
  }),
  /** An attempt failed, and there will be another one. */
  stepRetried: z.object({
    event: z.literal("step-retried"),
    at,
    ...step,
    attempt: z.number().int().describe("which one failed, from 1"),
    left: z.number().int().describe("how many more there may be"),
    wait: z.number().describe("seconds until the next one"),
    seconds: z.number().describe("how long this one took"),
    error: runErrorSchema,
  }),
  stepEnded: z.object({
    event: z.literal("step-ended"),
    at,
    ...step,
    outcome: z.enum(["done", "failed", "interrupted"]),
    seconds: z.number().describe("of the last attempt"),
    cached: z.boolean().optional().describe("taken from the cache; the outputs are those of the run that made it"),
    saved: z.number().optional().describe("seconds that the run took which made what is in the cache"),
    error: runErrorSchema.optional().describe("why it failed"),
  }),
  runEnded: z.object({
    event: z.literal("run-ended"),
    at,
    outcome: z.enum(["done", "failed", "gate", "interrupted"]),
    seconds: z.number(),
    error: runErrorSchema.optional(),
  }),
}

/** One line of a run's NDJSON: the same for `--json`, the journal and the app. */
export const runEventSchema = z.discriminatedUnion("event", [
  runEvents.runStarted,
  runEvents.stepStarted,
  runEvents.stepProgress,
  runEvents.stepOutput,
  runEvents.stepRetried,
  runEvents.stepEnded,
  runEvents.runEnded,
])
export type RunEvent = z.infer<typeof runEventSchema>
