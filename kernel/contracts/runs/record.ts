import { z } from "zod"
import { metricsSchema, reportSchema } from "../mime.ts"
import { at, runErrorSchema, stepFactsSchema } from "../run.ts"

const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** How a run stands. "killed": its process is gone and left no word; `kaon run --resume` goes on with it. */
export const runStates = ["running", "done", "failed", "gate", "interrupted", "killed"] as const
export type RunState = (typeof runStates)[number]

/** How a step of a run stands. */
export const stepStates = ["waiting", "running", "done", "failed", "interrupted", "killed"] as const
export type StepState = (typeof stepStates)[number]

/** What a run ran on. What could not be found out is null. */
export const environmentSchema = z.object({
  kaon: z.string(),
  node: z.string(),
  platform: z.string(),
  arch: z.string(),
  host: z.string(),
  processor: z.string(),
  cores: z.number().int(),
  memory: z.number().describe("bytes"),
  backend: z.string().describe("what computes: JavaScript, or the library with its version"),
  lockfile: digest.nullable().describe("SHA-256 of the lockfile nearest to the notebook"),
  plugins: z.array(z.object({ name: z.string(), version: z.string() })),
  git: z
    .object({ commit: z.string(), branch: z.string().nullable(), dirty: z.boolean() })
    .nullable()
    .describe("of the notebook's repository; dirty where a tracked file differs from the commit"),
})
export type RunEnvironment = z.infer<typeof environmentSchema>

/** A cell as it was when the run began. */
export const cellCodeSchema = z.object({ ...stepFactsSchema.shape, code: z.string() })

/** How a run was asked for, beside its parameters: a resumed run goes on in the same way. */
export const askedSchema = z.object({
  cache: z.boolean(),
  from: z.string().nullable(),
  only: z.array(z.string()),
  timeout: z.number().nullable(),
  retries: z.number().int(),
})
export type RunAsked = z.infer<typeof askedSchema>

/** A value that a step left in the store. */
export const artefactSchema = z.object({
  name: z.string(),
  digest,
  kind: z.string().describe("dataset, model, trained, data, …"),
  bytes: z.number(),
  needs: z.array(digest).describe("every artefact that it consists of, itself included"),
})
export type Artefact = z.infer<typeof artefactSchema>

/** A value that a step used: what it was, and the cell that made it. */
export const inputSchema = z.object({ name: z.string(), digest: digest.nullable(), from: z.number().int() })

export const attemptSchema = z.object({
  began: at,
  seconds: z.number(),
  outcome: z.enum(["done", "failed", "interrupted", "killed"]),
  error: runErrorSchema.nullable(),
})

/** The text that a step wrote: its beginning and its end, and how many characters between them were left out. */
export const logSchema = z.object({ head: z.string(), omitted: z.number().int(), tail: z.string() })

export const stepRecordSchema = z.object({
  ...stepFactsSchema.shape,
  state: z.enum(stepStates),
  cached: z.boolean(),
  why: z.string().nullable().describe("why it ran rather than being taken from the cache"),
  key: digest.nullable().describe("its key in the cache; null where it is never taken from there"),
  parts: z.string().nullable().describe("digest of what a key is made of, for steps without one too"),
  began: at.nullable(),
  ended: at.nullable(),
  /** Measured by a clock that only goes forward; all attempts together. */
  seconds: z.number(),
  saved: z.number().nullable().describe("seconds that the cache saved"),
  attempts: z.array(attemptSchema),
  inputs: z.array(inputSchema),
  artefacts: z.array(artefactSchema),
  changed: z.array(artefactSchema).describe("values of other cells that it changed in place, as it left them"),
  opaque: z
    .array(z.string())
    .describe("names whose values could not be stored: the step runs again where they are needed"),
  outputs: digest.nullable().describe("artefact with what the cell showed: a list of nbformat outputs"),
  progress: z.object({ fraction: z.number().nullable(), detail: z.string() }).nullable(),
  metrics: z
    .array(metricsSchema)
    .describe("the curves of its trainings in the order in which they began, an epoch a row"),
  report: z.object({ figures: reportSchema.shape.figures, gates: reportSchema.shape.gates }).nullable(),
  log: logSchema,
})
export type StepRecord = z.infer<typeof stepRecordSchema>

/** All that is known of a run: what `kaon runs show --json` prints and `GET /kaon/runs/:id` answers. */
export const runRecordSchema = z.object({
  id: z.string().describe("sorts in the order in which runs began, whatever the clock did"),
  number: z.number().int(),
  notebook: z.string().describe("the notebook's file name"),
  state: z.enum(runStates),
  params: z.record(z.string(), z.unknown()),
  asked: askedSchema,
  began: at,
  ended: at.nullable(),
  /** All its processes' time together, by a clock that only goes forward. */
  seconds: z.number(),
  /** How many times it was resumed. */
  resumed: z.number().int(),
  error: runErrorSchema.nullable(),
  environment: environmentSchema.nullable(),
  cells: z.array(cellCodeSchema),
  steps: z.array(stepRecordSchema),
  /** Lines of the journal that could not be read. */
  damaged: z.number().int(),
})
export type RunRecord = z.infer<typeof runRecordSchema>

/** A run in a list: what `kaon runs ls --json` prints (one array) and `GET /kaon/runs` answers, the latest first. */
export const runSummarySchema = runRecordSchema
  .pick({ id: true, number: true, notebook: true, state: true, params: true, began: true, ended: true, seconds: true })
  .extend({
    resumed: z.number().int(),
    steps: z.object({
      total: z.number().int(),
      done: z.number().int(),
      cached: z.number().int(),
      failed: z.number().int(),
    }),
    /** Figures of its reports, and of the best epoch of its trainings; with the step's name where two steps have one. */
    figures: z.record(z.string(), z.number().nullable()),
    error: runErrorSchema.pick({ code: true, message: true }).nullable(),
    commit: z.string().nullable(),
    dirty: z.boolean(),
  })
export type RunSummary = z.infer<typeof runSummarySchema>
