import { z } from "zod"

/** A layer, or another object of Keras, as a model's config has it. */
export const objectSchema = z.looseObject({
  class_name: z.string(),
  config: z.record(z.string(), z.unknown()),
  module: z.string().nullish(),
  registered_name: z.string().nullish(),
  name: z.string().optional(),
  inbound_nodes: z.array(z.unknown()).optional(),
  build_config: z.looseObject({ input_shape: z.unknown().optional() }).nullish(),
})
export type KerasObject = z.infer<typeof objectSchema>

const reference = z.tuple([z.string(), z.number().int().min(0), z.number().int().min(0)])
/** Layers that a model's inputs or outputs are of; Keras 3 leaves the list out where there is one. */
const references = z.union([reference.transform(one => [one]), z.array(reference)])

export const functionalSchema = z.looseObject({
  name: z.string().optional(),
  layers: z.array(objectSchema),
  input_layers: references,
  output_layers: references,
})

export const sequentialSchema = z.looseObject({
  name: z.string().optional(),
  layers: z.array(objectSchema),
  build_input_shape: z.array(z.number().int().nullable()).nullish(),
})

/** A tensor where a layer is called: Keras 3 names it so, Keras 2 as the first three of a list. */
export const tensorSchema = z.union([
  z
    .object({ class_name: z.literal("__keras_tensor__"), config: z.looseObject({ keras_history: reference }) })
    .transform(({ config }) => config.keras_history),
  z
    .tuple([z.string(), z.number().int().min(0), z.number().int().min(0)])
    .rest(z.unknown())
    .transform(([layer, node, tensor]): [string, number, number] => [layer, node, tensor]),
])
export type TensorReference = [layer: string, node: number, tensor: number]

/** How Keras 3 writes a call of a layer. */
export const callSchema = z.object({ args: z.array(z.unknown()), kwargs: z.record(z.string(), z.unknown()) })
