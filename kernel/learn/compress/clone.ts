import { type Layers, tf } from "../tf.ts"

type Topology = { config: { layers: LayerConfig[] } & Record<string, unknown> } & Record<string, unknown>
export interface LayerConfig {
  class_name: string
  config: Record<string, unknown>
}

/** A model of the same layers that shares nothing with it, its weights as they start. Layers may be changed on the way. */
export async function cloneModel(
  model: Layers.LayersModel,
  change: (layer: LayerConfig) => LayerConfig,
): Promise<Layers.LayersModel> {
  const topology = model.toJSON(null, false) as unknown as Topology
  const layers = topology.config.layers.map(change)
  const changed = { ...topology, config: { ...topology.config, layers } }
  return await tf.models.modelFromJSON(changed as unknown as Parameters<typeof tf.models.modelFromJSON>[0])
}

/** A model of the same layers with the same weights. */
export async function copyOf(model: Layers.LayersModel): Promise<Layers.LayersModel> {
  const copy = await cloneModel(model, layer => layer)
  copy.setWeights(model.getWeights())
  return copy
}
