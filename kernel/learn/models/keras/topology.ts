import { namingLayer, unmapped } from "../failure.ts"
import { NotMapped } from "../layers/settings.ts"
import { mappings, refusals, type Settings } from "./classes.ts"
import { inChain, inGraph, withMasks } from "./masks.ts"
import { operationOf } from "./operations.ts"
import { activation, camel, constraint, initializer, regularizer } from "./parts.ts"
import { withoutRepeats } from "./repeats.ts"
import {
  callSchema,
  functionalSchema,
  type KerasObject,
  objectSchema,
  sequentialSchema,
  type TensorReference,
  tensorSchema,
} from "./schema.ts"

/** A layer as TensorFlow.js makes it of a config. */
export interface LayerTopology {
  className: string
  config: Settings
  name?: string
  inboundNodes?: TensorReference[][]
  /** Is it called with a mask that the config names? */
  masked?: boolean
}

/** Nested deeper, a model is no model that anybody wrote. */
const deepest = 32

/** A model of Keras in the words of TensorFlow.js. Throws MODEL_INVALID naming the layer that cannot be brought over. */
export function topologyOf(model: KerasObject, depth = 0): LayerTopology {
  if (depth > deepest) throw unmapped(model.name ?? "", model.class_name, `models are nested over ${deepest} deep`)
  return model.class_name === "Sequential" ? sequential(model, depth) : functional(model, depth)
}

function sequential(model: KerasObject, depth: number): LayerTopology {
  const { name, layers, build_input_shape } = sequentialSchema.parse(model.config)
  // TensorFlow.js takes a first layer that says what it is fed, and no layer before it.
  const given = layers[0]?.class_name === "InputLayer" && layers.length > 1 ? layerOf(layers[0], [], depth) : undefined
  const made = layers.slice(given === undefined ? 0 : 1).map(layer => layerOf(layer, [], depth))
  const [first] = made
  if (first !== undefined && first.className !== "InputLayer" && first.config.batchInputShape === undefined) {
    const built = given?.config.batchInputShape ?? build_input_shape ?? layers[0]!.build_config?.input_shape
    if (Array.isArray(built) && !isModelClass(first.className)) first.config.batchInputShape = built
  }
  return { className: "Sequential", config: { name, layers: withMasks(made, inChain(made)) } }
}

function functional(model: KerasObject, depth: number): LayerTopology {
  const { name, layers, input_layers, output_layers } = functionalSchema.parse(model.config)
  const called = withoutIdle(layers, output_layers).map(layer => withCalls(layer, depth))
  // A model inside counts its own making as its first call in TensorFlow.js and Keras 2, in Keras 3 not.
  const inside = new Set(called.filter(({ className }) => isModelClass(className)).map(layer => layer.name))
  const counted = (references: TensorReference[]) =>
    references.map(([from, node, tensor]): TensorReference => [from, inside.has(from) ? node + 1 : node, tensor])
  const isKeras3 = layers.some(({ inbound_nodes = [] }) => inbound_nodes.some(call => !Array.isArray(call)))
  const shift = isKeras3 ? counted : (references: TensorReference[]) => references
  const made = withMasks(
    withoutRepeats(called.map(layer => ({ ...layer, inboundNodes: layer.inboundNodes.map(shift) }))),
    inGraph,
  )
  checkOrder(made)
  const known = new Map(made.map(layer => [layer.name, callsAtStart(layer) + layer.inboundNodes.length]))
  const [inputLayers, outputLayers] = [input_layers, shift(output_layers)]
  for (const [layer, node] of [...inputLayers, ...outputLayers])
    if (node >= (known.get(layer) ?? 0)) throw unmapped(layer, "layer", "the model refers to it and does not have it")
  return { className: "Functional", config: { name, layers: made, inputLayers, outputLayers } }
}

const isModelClass = (className: string): boolean => className === "Functional" || className === "Sequential"

/** How many calls a layer has had when it is made. */
const callsAtStart = ({ className, inboundNodes }: Called): number =>
  isModelClass(className) || inboundNodes.length === 0 ? 1 : 0

export type Called = LayerTopology & { name: string; inboundNodes: TensorReference[][] }

function withCalls(layer: KerasObject, depth: number): Called {
  const name = nameOf(layer)
  const calls = (layer.inbound_nodes ?? []).map(call => callOf(call, name, layer.class_name))
  const masked = calls.some(call => call.masked)
  return { ...layerOf(layer, calls, depth), name, inboundNodes: calls.map(({ tensors }) => tensors), masked }
}

interface Call {
  /** Is it written as Keras 3 does? */
  keras3: boolean
  args: unknown[]
  kwargs: Record<string, unknown>
  tensors: TensorReference[]
  masked: boolean
}

/** Settings of a call that change nothing where they have these values. */
const idle: Readonly<Record<string, readonly unknown[]>> = { training: [null, false], mask: [null] }

function callOf(call: unknown, name: string, className: string): Call {
  const parsed = callSchema.safeParse(call)
  const args = parsed.success ? parsed.data.args : Array.isArray(call) ? call : []
  const kwargs = parsed.success
    ? { ...parsed.data.kwargs }
    : ((args as unknown[][]).map(each => each[3]).find(each => typeof each === "object" && each !== null) ?? {})
  const tensors: TensorReference[] = []
  const collect = (value: unknown): void => {
    const tensor = tensorSchema.safeParse(value)
    if (tensor.success) tensors.push(tensor.data)
    else if (Array.isArray(value)) for (const each of value) collect(each)
  }
  for (const arg of args) collect(arg)
  const named = kwargs as Record<string, unknown>
  for (const role of ["query", "value", "key", "inputs"]) if (role in named) collect(named[role])
  const masked = tensorSchema.safeParse(named.mask).success
  for (const [key, value] of Object.entries(named)) {
    if (key === "mask" && masked) continue
    if (["query", "value", "key", "inputs", "use_causal_mask"].includes(key) || value === null) continue
    if (idle[key]?.includes(value) || value === false) continue
    throw unmapped(name, className, `it is called with ${key}`)
  }
  return { keras3: parsed.success, args, kwargs: named, tensors, masked }
}

/**
 * Without what no output needs: Keras 3 writes down how masks come about, which are found here as the model runs
 * (see masks.ts).
 */
function withoutIdle(layers: readonly KerasObject[], outputs: readonly TensorReference[]): KerasObject[] {
  const byName = new Map(layers.map(layer => [nameOf(layer), layer]))
  const needed = new Set<string>()
  const waiting = outputs.map(([name]) => name)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const layer = byName.get(name)
    if (layer === undefined || needed.has(name)) continue
    needed.add(name)
    for (const call of layer.inbound_nodes ?? [])
      waiting.push(...callOf(call, name, layer.class_name).tensors.map(([from]) => from))
  }
  return layers.filter(layer => needed.has(nameOf(layer)) || layer.class_name === "InputLayer")
}

const nameOf = (layer: KerasObject): string => layer.name ?? String(layer.config.name ?? "")

/** Functions lie in keras.src.ops; a legacy file does not say so, but a layer is never called with a number. */
const isOperation = ({ module, class_name }: KerasObject, calls: readonly Call[]): boolean =>
  module == null
    ? calls.some(({ args, keras3 }) => keras3 && (mappings[class_name] === undefined || args.some(isNumber)))
    : module.startsWith("keras.src.ops")

const isNumber = (value: unknown): boolean => typeof value === "number"

function layerOf(layer: KerasObject, calls: Call[], depth: number): LayerTopology {
  const { class_name, config, registered_name } = layer
  const name = nameOf(layer)
  return namingLayer(name, class_name, () => {
    if (["Functional", "Model", "Sequential"].includes(class_name)) {
      const topology = topologyOf(layer, depth + 1)
      return { ...topology, config: { ...topology.config, name } }
    }
    const refused = refusals[class_name]
    if (refused !== undefined) throw new NotMapped(refused)
    if (isOperation(layer, calls)) {
      return operationOf(class_name, { ...config, name }, calls[0]?.args ?? [])
    }
    const own = layer.module == null || /^(keras|tensorflow\.keras|tf_keras)(\.|$)/.test(layer.module)
    if (!own || registered_name?.includes(">") === true)
      throw new NotMapped(`it is a class of its author's own (${registered_name ?? layer.module})`)
    const causal = calls.some(({ kwargs }) => kwargs.use_causal_mask === true)
    return plainLayer(class_name, { ...config, name, ...(causal && { use_causal_mask: true }) }, depth)
  })
}

function plainLayer(className: string, config: Settings, depth: number): LayerTopology {
  const mapping = mappings[className]
  if (className === "Bidirectional") checkSides(config)
  if (mapping === undefined) throw new NotMapped("there is no such layer here")
  const settings = mapping.settings?.(settingsOf(config, depth)) ?? settingsOf(config, depth)
  const { className: other } = mapping
  return { className: (typeof other === "function" ? other(settings) : other) ?? className, config: settings }
}

/** Both directions have to be alike, as they are unless somebody gave a backward layer of their own. */
function checkSides({ layer, backward_layer }: Settings): void {
  const said = (value: unknown) => {
    const { class_name, config } = objectSchema.parse(value)
    const { units, activation, recurrent_activation, use_bias, reset_after, return_sequences } = config
    return JSON.stringify([
      class_name,
      units,
      activation,
      recurrent_activation,
      use_bias,
      reset_after,
      return_sequences,
    ])
  }
  if (backward_layer == null || said(layer) === said(backward_layer)) return
  throw new NotMapped("its backward layer is another than its forward one")
}

/** A float policy of any precision: weights are kept in single precision here. */
const dtypeOf = (value: unknown): unknown => {
  const policy = objectSchema.safeParse(value)
  const name = policy.success ? policy.data.config.name : value
  return typeof name !== "string" || /float/.test(name) ? "float32" : name
}

const readers: readonly (readonly [RegExp, (value: unknown) => unknown])[] = [
  [/^(recurrent)?activation$/i, activation],
  [/initializer$/i, initializer],
  [/regularizer$/i, regularizer],
  [/constraint$/i, constraint],
  [/^dtype$/, dtypeOf],
  [/^dataFormat$/, value => (typeof value === "string" ? camel(value) : undefined)],
]

/** Settings that say nothing of what a layer computes. */
const silent = new Set([
  "quantizationConfig",
  "seed",
  "optional",
  "inputSpec",
  "useCudnn",
  "zeroOutputForMask",
  "backwardLayer",
])

function settingsOf(config: Settings, depth: number): Settings {
  const entries = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    const name = camel(key)
    if (silent.has(name)) return []
    if (name === "layer") return [[name, layerOf(objectSchema.parse(value), [], depth + 1)]]
    const read = readers.find(([pattern]) => pattern.test(name))?.[1]
    const made = read === undefined ? value : read(value)
    return made === undefined || (made === null && name !== "activation") ? [] : [[name, made]]
  })
  return Object.fromEntries(entries)
}

/**
 * TensorFlow.js goes round and round where calls wait for each other: each layer's inputs have to be there at some point.
 * Throws MODEL_INVALID naming one that never can be called.
 */
export function checkOrder(layers: readonly Called[]): void {
  const made = new Map<string, number>()
  const waiting = layers.map(layer => ({ layer, next: 0 }))
  for (const { layer } of waiting) made.set(layer.name, callsAtStart(layer))
  let moved = true
  while (moved) {
    moved = false
    for (const each of waiting) {
      const call = each.layer.inboundNodes[each.next]
      if (call === undefined || !call.every(([from, node]) => node < (made.get(from) ?? 0))) continue
      each.next++
      made.set(each.layer.name, callsAtStart(each.layer) + each.next)
      moved = true
    }
  }
  const stuck = waiting.find(({ layer, next }) => next < layer.inboundNodes.length)?.layer
  if (stuck === undefined) return
  throw unmapped(stuck.name, stuck.className, "what it is called on is not there, or waits for it")
}
