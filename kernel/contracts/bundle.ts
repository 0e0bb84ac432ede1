import { z } from "zod"

const tensorSchema = z.object({
  name: z.string(),
  /** -1 where a dimension may vary; the first is the batch. */
  shape: z.array(z.number().int()),
  datatype: z.enum(["FP32", "INT32", "UINT8", "BOOL", "BYTES"]),
})
export type TensorSpec = z.infer<typeof tensorSchema>

/** A preparation step fitted on the training split, as it is saved with the model: plain JSON, so that serving applies exactly the same. */
export const stepSchema = z.object({
  step: z.string(),
  column: z.string().optional(),
  state: z.record(z.string(), z.unknown()),
})
export type FittedStep = z.infer<typeof stepSchema>

/** `bundle.json`: a model on disk with all that serving it needs. Beside it: model.json and weights.bin (TensorFlow.js layers format). */
export const bundleSchema = z.object({
  format: z.literal("kaon-bundle/1"),
  name: z.string(),
  /** SHA-256 of the bundle's files: equal content, equal version. */
  version: z.string(),
  created: z.string(),
  platform: z.literal("tensorflowjs_layers"),
  inputs: z.array(tensorSchema),
  outputs: z.array(tensorSchema),
  preprocessing: z.array(stepSchema),
  /** What one example is, for a form or a page: an image's size, or the names of the columns. */
  input: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("image"),
      height: z.number().int(),
      width: z.number().int(),
      channels: z.number().int(),
    }),
    z.object({ kind: z.literal("tensor"), shape: z.array(z.number().int()) }),
  ]),
  labels: z.array(z.string()).optional(),
  figures: z.record(z.string(), z.number().nullable()).default({}),
})
export type Bundle = z.infer<typeof bundleSchema>
