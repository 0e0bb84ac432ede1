import { z } from "zod"

const at = z.number().describe("milliseconds since 1970")
const digest = z.string()

/** What becomes of a run whose time passed while nothing was there to start it. */
export const missedPolicies = ["once", "skip"] as const

/** What was to run when the schedule was made. A run starts only where it is still so. */
export const frozenSchema = z.object({
  /** The notebook's copy, in the schedule's folder. */
  file: z.string(),
  at,
  /** By name, what the code of its cells is made of: workspace files, packages with the lockfile that they are from. */
  parts: z.record(z.string(), digest),
  lockfile: digest.nullable(),
  /** The parameters that the notebook declares. */
  parameters: z.array(z.object({ name: z.string(), type: z.string() })),
})
export type Frozen = z.infer<typeof frozenSchema>

export const scheduleSchema = z.object({
  format: z.literal("kaon-schedule/1"),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  /** The notebook, from the folder that the schedules are of. */
  notebook: z.string(),
  cron: z.string(),
  zone: z.string().describe("an IANA time zone"),
  params: z.array(z.string()).describe("name=value, as of kaon run -p"),
  missed: z.enum(missedPolicies),
  paused: z.boolean(),
  /** Times up to here are no concern of it. */
  from: at,
  frozen: frozenSchema,
})
export type Schedule = z.infer<typeof scheduleSchema>

export const endings = ["done", "failed", "gate", "interrupted", "killed", "skipped", "missed"] as const

/** What came of one time of a schedule. */
export const entrySchema = z.object({
  due: at,
  began: at,
  ended: at,
  outcome: z.enum(endings),
  run: z.string().nullable().describe("id of the run's record; null where none was made"),
  why: z.string().nullable(),
})
export type Entry = z.infer<typeof entrySchema>

export const stateSchema = z.object({
  format: z.literal("kaon-schedule-state/1"),
  /** The time that was dealt with last. */
  handled: at,
  /** The latest last. */
  history: z.array(entrySchema),
})
export type State = z.infer<typeof stateSchema>
