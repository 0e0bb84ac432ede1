import "../layers/index.ts"
import "../../compress/dynamic-dense.ts"
import { z } from "zod"
import { type Core, type Layers, tf } from "../../tf.ts"
import { buildModel } from "../build.ts"
import { broken, messageOf } from "../failure.ts"
import { camel } from "../keras/parts.ts"
import { functionalSchema, type KerasObject, objectSchema, tensorSchema } from "../keras/schema.ts"
import { checkOrder } from "../keras/topology.ts"
import { sizeOf } from "../tensor.ts"
import type { Artifacts } from "./artifacts.ts"

/** A layers model of TensorFlow.js with its weights. Throws MODEL_INVALID for what makes no model or lacks weights. */
export function readLayersModel(source: string, { topology, specs, weights }: Artifacts): Layers.LayersModel {
  const config = modelConfig(source, topology)
  const numbers = specs.reduce((sum, { shape }) => sum + Math.max(1, sizeOf(shape)), 0)
  const model = buildModel(source, tsConfig(config) as Parameters<typeof buildModel>[1], numbers)
  const tensors = tf.io.decodeWeights(weights.buffer, specs as Core.io.WeightsManifestEntry[])
  try {
    model.loadWeights(tensors as Core.NamedTensorMap)
    return model
  } catch (cause) {
    model.dispose()
    throw broken(source, messageOf(cause), cause)
  } finally {
    tf.dispose(tensors)
  }
}

function modelConfig(source: string, topology: Record<string, unknown>): KerasObject {
  try {
    const config = objectSchema.parse(topology.model_config ?? topology)
    checkCalls(config)
    return config
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    throw broken(source, `its topology: ${cause.issues[0]!.path.join(".")}: ${cause.issues[0]!.message}`, cause)
  }
}

const isFunctional = (name: string): boolean => name === "Functional" || name === "Model"

/** Models inside models too: TensorFlow.js waits for ever for a call that cannot be made. */
function checkCalls(model: KerasObject): void {
  const layers = z.array(objectSchema).parse(model.config.layers ?? [])
  for (const layer of layers) if (Array.isArray(layer.config.layers)) checkCalls(layer)
  if (!isFunctional(model.class_name)) return
  functionalSchema.parse(model.config)
  const called = layers.map(({ class_name, config, name, inbound_nodes = [] }) => ({
    className: isFunctional(class_name) ? "Functional" : class_name,
    config,
    name: name ?? String(config.name),
    inboundNodes: inbound_nodes.map(call => z.array(tensorSchema).parse(call)),
  }))
  checkOrder(called)
}

/** Lists whose first text is the name of a layer, which is left as it is. */
const references = new Set(["inboundNodes", "inputLayers", "outputLayers"])

/** Names and words of a config as TensorFlow.js has them in code. */
function tsConfig(value: unknown, key?: string): unknown {
  if (typeof value === "string") return camel(value)
  if (Array.isArray(value)) {
    const isReference = key !== undefined && references.has(key)
    return value.map((item, i) => (isReference && i === 0 && typeof item === "string" ? item : tsConfig(item, key)))
  }
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    const ours = camel(name)
    return [ours, name === "name" && typeof item === "string" ? item : tsConfig(item, ours)]
  })
  return Object.fromEntries(entries)
}
