import { z } from "zod"

/** A rich output: MIME type → data (text for text types, base64 for binary ones, an object for JSON). */
export type MimeBundle = Record<string, unknown>

export { mimeTypes } from "./mimetypes.ts"

const finite = z.number().nullable()

/** Metrics of a training, one row an epoch; a figure that is not finite is null. Loss in the loss's unit, accuracy 0–1, time in seconds. */
export const metricsSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(finite)),
  /** Index of the best row, or -1. */
  best: z.number().int(),
})

export const progressSchema = z.object({
  label: z.string(),
  /** 0–1; null while unknown. */
  fraction: z.number().min(0).max(1).nullable(),
  state: z.enum(["running", "done", "stopped", "failed"]),
  detail: z.string(),
  secondsLeft: finite,
})

export const tableSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())),
  /** Rows in all; `rows` may hold fewer. */
  total: z.number().int(),
})

export const reportSchema = z.object({
  task: z.enum(["classification", "regression"]),
  rows: z.number().int(),
  figures: z.record(z.string(), finite),
  classes: z.array(z.string()).optional(),
  /** confusion[actual][predicted], counts. */
  confusion: z.array(z.array(z.number().int())).optional(),
  /** Wrongly predicted examples, the worst first, some of each confusion; `actual` and `predicted` are indices of classes. */
  examples: z
    .array(
      z.object({
        /** In the source of the data, from 0. */
        row: z.number().int(),
        actual: z.number().int(),
        predicted: z.number().int(),
        probability: finite,
        picture: z.string().startsWith("data:image/png;base64,").optional(),
      }),
    )
    .optional(),
  gates: z.array(
    z.object({
      figure: z.string(),
      bound: z.enum(["atLeast", "atMost"]),
      wanted: z.number(),
      got: finite,
      met: z.boolean(),
    }),
  ),
})

export const deploymentSchema = z.object({
  name: z.string(),
  target: z.string(),
  address: z.string(),
  bundle: z.string(),
  state: z.enum(["starting", "ready", "stopped", "failed"]),
  pid: z.number().int().optional(),
})

export type Metrics = z.infer<typeof metricsSchema>
export type Progress = z.infer<typeof progressSchema>
export type Table = z.infer<typeof tableSchema>
export type Report = z.infer<typeof reportSchema>
export type DeploymentView = z.infer<typeof deploymentSchema>
