import { z } from "zod"

/** Types of the Open Inference Protocol that a model's inputs and outputs may have. */
export const datatypeNames = ["FP32", "FP64", "INT32", "INT64", "UINT8", "BOOL", "BYTES"] as const

const tensorSchema = z.object({
  name: z.string(),
  /** -1 where a dimension may vary; the first is the batch. */
  shape: z.array(z.number().int()),
  datatype: z.enum(datatypeNames),
  /** Even the number of dimensions may vary: the shape says nothing. */
  anyRank: z.boolean().optional(),
})
export type TensorSpec = z.infer<typeof tensorSchema>

/** A preparation step fitted on the training split, as it is saved with the model: plain JSON, so that serving applies exactly the same. */
export const stepSchema = z.object({
  step: z.string(),
  column: z.string().optional(),
  state: z.record(z.string(), z.unknown()),
})
export type FittedStep = z.infer<typeof stepSchema>

/** How a model that is run as it is was opened, and how its outputs are read. */
const openedSchema = z.object({
  /** Of a SavedModel. */
  signature: z.string().optional(),
  tags: z.array(z.string()).optional(),
  /** Name of the output that is the prediction; the first where it is absent. */
  output: z.string().optional(),
  /** What is applied to that output before it is read as a prediction. */
  activation: z.enum(["softmax", "sigmoid"]).optional(),
})
export type Opened = z.infer<typeof openedSchema>

/**
 * `bundle.json`: a model on disk with all that serving it needs. Beside it, by platform: model.json and weights.bin (TensorFlow.js layers); or
 * the folder `model` with the model as its makers wrote it (model.onnx, a SavedModel, a graph model of TensorFlow.js).
 */
export const bundleSchema = z.object({
  format: z.literal("kaon-bundle/1"),
  name: z.string(),
  /** SHA-256 of the bundle's files: equal content, equal version. */
  version: z.string(),
  created: z.string(),
  platform: z.enum(["tensorflowjs_layers", "tensorflowjs_graph", "tensorflow_savedmodel", "onnxruntime_onnx"]),
  /** Of all platforms but layers. */
  opened: openedSchema.optional(),
  inputs: z.array(tensorSchema),
  outputs: z.array(tensorSchema),
  /** Empty for a model that takes its own inputs as they are. */
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
