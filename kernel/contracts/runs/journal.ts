import { z } from "zod"
import { metricsSchema } from "../mime.ts"
import { at, runEvents, stepFactsSchema } from "../run.ts"
import { cellCodeSchema, environmentSchema, runRecordSchema, stepRecordSchema } from "./record.ts"

const step = stepFactsSchema.shape
const { id, number, notebook, params, asked } = runRecordSchema.shape
const { key, parts, inputs, artefacts, changed, opaque, outputs, report } = stepRecordSchema.shape
const cells = z.array(cellCodeSchema)

/**
 * One line of a run's journal: the run's events as everyone gets them, but for outputs, of which it keeps what can be compared
 * (text, metrics, reports); and what only the record needs.
 */
export const journalEntrySchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("run-recorded"), at, id, number, notebook, params, asked, cells }),
  z.object({ event: z.literal("run-environment"), at, environment: environmentSchema }),
  /** Another process goes on with the run, over the cells as they are now. */
  z.object({ event: z.literal("run-resumed"), at, cells }),
  runEvents.stepStarted,
  runEvents.stepProgress,
  z.object({ event: z.literal("step-text"), at, ...step, text: z.string() }),
  /** The end of a text whose middle was left out. */
  z.object({ event: z.literal("step-tail"), at, ...step, omitted: z.number().int(), tail: z.string() }),
  /** Rows of a training's curves from one on, in the place of those that were there; `series` counts the step's trainings. */
  z.object({
    event: z.literal("step-metrics"),
    at,
    ...step,
    ...metricsSchema.shape,
    series: z.number().int(),
    from: z.number().int(),
  }),
  z.object({ event: z.literal("step-report"), at, ...step, report: report.unwrap() }),
  runEvents.stepRetried,
  /** What the step leaves is in the store, and stays there as long as the run does. */
  z.object({
    event: z.literal("step-committed"),
    at,
    ...step,
    key,
    parts,
    inputs,
    artefacts,
    changed,
    opaque,
    outputs,
  }),
  runEvents.stepEnded,
  runEvents.runEnded,
])
export type JournalEntry = z.infer<typeof journalEntrySchema>
export type StepCommitted = Extract<JournalEntry, { event: "step-committed" }>
