import { KaonError } from "../../contracts/errors.ts"
import { type Layers, tf } from "../tf.ts"
import { broken, messageOf, unmapped } from "./failure.ts"
import type { LayerTopology } from "./keras/topology.ts"
import { NotMapped } from "./layers/settings.ts"
import { sizeOf } from "./tensor.ts"

type AddWeight = (this: object, name: string, shape: (number | null)[], ...others: unknown[]) => unknown
type FromConfig = (cls: unknown, config: object, customObjects: object, fastWeightInit: boolean) => Layers.LayersModel

/**
 * Makes a model of its description. Weights start as zeros: they are to be read. A description that asks for more numbers
 * than the file holds is refused before there is memory for them.
 *
 * Throws MODEL_INVALID where the description makes no model.
 */
export function buildModel(source: string, topology: LayerTopology, numbersInFile: number): Layers.LayersModel {
  const found = tf.serialization.SerializationMap.getMap().classNameMap[topology.className]
  if (found === undefined) throw broken(source, `it is a ${topology.className}, which is no kind of model`)
  const [Model, fromConfig] = found as unknown as [unknown, FromConfig]
  return withBudget(source, numbersInFile, () => {
    try {
      return fromConfig(Model, topology.config, {}, true)
    } catch (cause) {
      if (cause instanceof KaonError) throw cause
      nameCulprit(topology, cause)
      throw broken(source, cause instanceof NotMapped ? cause.message : messageOf(cause), cause)
    }
  })
}

/** Throws for the layer that cannot be made by itself, where there is one; returns where all can. */
function nameCulprit({ config }: LayerTopology, cause: unknown): void {
  for (const layer of (config.layers ?? []) as LayerTopology[]) {
    if (Array.isArray(layer.config.layers)) nameCulprit(layer, cause)
    const found = tf.serialization.SerializationMap.getMap().classNameMap[layer.className]
    const name = layer.name ?? String(layer.config.name)
    if (found === undefined) throw unmapped(name, layer.className, "there is no such layer here")
    try {
      const [Layer, fromConfig] = found as unknown as [unknown, FromConfig]
      if (!Array.isArray(layer.config.layers)) fromConfig(Layer, { ...layer.config }, {}, true)
    } catch (why) {
      throw unmapped(
        name,
        layer.className,
        messageOf(why).replace(/^(.)/, first => first.toLowerCase()),
      )
    }
  }
}

function withBudget<T>(source: string, numbers: number, run: () => T): T {
  const prototype = tf.layers.Layer.prototype as unknown as { addWeight: AddWeight }
  const original = prototype.addWeight
  let asked = 0
  prototype.addWeight = function (name, shape, ...others) {
    asked += sizeOf(shape.map(size => size ?? 1))
    if (asked > numbers)
      throw broken(source, `its layers need at least ${asked} weights, and the file holds ${numbers}`)
    return original.call(this, name, shape, ...others)
  }
  try {
    return run()
  } finally {
    prototype.addWeight = original
  }
}
