import { z } from "zod"
import type { Layers } from "../../tf.ts"
import { namingLayer } from "../failure.ts"
import { kerasActivation, kerasClass, kerasSettings } from "./names.ts"
import { functionalSchema, type KerasObject, objectSchema, type TensorReference, tensorSchema } from "./schema.ts"

type Layer = Layers.layers.Layer
type Config = Record<string, unknown>

const inKeras = (module: string, class_name: string, config: Config) => ({
  module,
  class_name,
  config,
  registered_name: null,
})

const part = (module: string) => (value: unknown) => {
  const { class_name, config } = objectSchema.parse(value)
  return inKeras(module, class_name, config)
}

const writers: readonly (readonly [RegExp, (value: unknown) => unknown])[] = [
  [/^(recurrent_)?activation$/, kerasActivation],
  [/_regularizer$/, part("keras.regularizers")],
  [/_constraint$/, part("keras.constraints")],
  [/^layer$/, value => layerOf(objectSchema.parse(value))],
]

/** A layer as Keras 3 describes it. Throws NotMapped where it has no such one. */
function layerOf({ class_name, config }: KerasObject) {
  const entries = Object.entries(kerasSettings(class_name, config)).map(([name, value]) => {
    const write = writers.find(([pattern]) => pattern.test(name))?.[1]
    return [name, write === undefined ? value : write(value)]
  })
  // Some layers take no word on whether they are trained: it is said where it matters.
  const common = { name: config.name, ...(config.trainable === false && { trainable: false }), dtype: "float32" }
  return inKeras("keras.layers", kerasClass(class_name), { ...common, ...Object.fromEntries(entries) })
}

const inputLayer = (name: string, shape: readonly (number | null)[], dtype: string) =>
  inKeras("keras.layers", "InputLayer", { batch_shape: shape, dtype, sparse: false, name })

/** A model in the words of Keras 3. Throws MODEL_INVALID naming a layer that Keras has no counterpart for. */
export function describeModel(model: Layers.LayersModel): KerasObject {
  return describe(model, objectSchema.parse(model.toJSON(null, false)))
}

function describe(model: Layers.LayersModel, json: KerasObject): KerasObject {
  return json.class_name === "Sequential" ? sequential(model, json) : functional(model, json)
}

const named = (layer: KerasObject): string => layer.name ?? String(layer.config.name)

function one(layer: Layer, json: KerasObject): KerasObject {
  if ("layers" in layer) return describe(layer as Layers.LayersModel, json)
  return namingLayer(layer.name, json.class_name, () => {
    if (json.class_name === "InputLayer") {
      const { batch_input_shape, dtype } = json.config as { batch_input_shape: number[]; dtype: string }
      return inputLayer(layer.name, batch_input_shape, dtype)
    }
    return layerOf(json)
  })
}

function sequential(model: Layers.LayersModel, json: KerasObject): KerasObject {
  const layers = z.array(objectSchema).parse(json.config.layers)
  const input = model.inputs[0]!
  const first = layers[0]?.class_name === "InputLayer" ? [] : [inputLayer(input.name, input.shape, input.dtype)]
  const config = {
    name: model.name,
    trainable: true,
    layers: [...first, ...layers.map((layer, i) => one(model.layers[i]!, layer))],
    build_input_shape: input.shape,
  }
  return inKeras("keras", "Sequential", config)
}

/** Layers that take their inputs one by one, not as a list. */
const separate = new Set(["MultiHeadAttention"])

function functional(model: Layers.LayersModel, json: KerasObject): KerasObject {
  const { layers, input_layers, output_layers } = functionalSchema.parse(json.config)
  const byName = new Map(model.layers.map(layer => [layer.name, layer]))
  // A model inside counts its own making as its first call here, and does not in Keras 3.
  const counted = ([from, node, tensor]: TensorReference): TensorReference => [
    from,
    "layers" in byName.get(from)! ? node - 1 : node,
    tensor,
  ]
  const tensor = (reference: TensorReference) => {
    const [from, node, index] = reference
    const shape = [byName.get(from)!.getOutputAt(node)].flat()[index]!.shape
    return {
      class_name: "__keras_tensor__",
      config: { shape, dtype: "float32", keras_history: counted(reference) },
    }
  }
  const described = layers.map(layer => {
    const calls = (layer.inbound_nodes ?? []).map(call => {
      const tensors = z.array(tensorSchema).parse(call).map(tensor)
      return { args: argsOf(layer.class_name, tensors), kwargs: kwargsOf(layer) }
    })
    const name = named(layer)
    return { ...one(byName.get(name)!, layer), name, inbound_nodes: calls }
  })
  const listed = (references: TensorReference[]) =>
    references.length === 1 ? counted(references[0]!) : references.map(counted)
  return inKeras("keras.src.models.functional", "Functional", {
    name: model.name,
    trainable: true,
    layers: described,
    input_layers: listed(input_layers),
    output_layers: listed(output_layers),
  })
}

function argsOf(className: string, tensors: object[]): unknown[] {
  if (separate.has(className)) return tensors.length === 1 ? [tensors[0], tensors[0]] : tensors
  if (className === "Attention") return [tensors.length === 1 ? [tensors[0], tensors[0]] : tensors]
  return tensors.length === 1 ? tensors : [tensors]
}

const kwargsOf = ({ config }: KerasObject): Config => (config.use_causal_mask === true ? { use_causal_mask: true } : {})
