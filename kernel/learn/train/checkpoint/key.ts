import { createHash } from "node:crypto"
import type { Dataset } from "../../data/dataset.ts"
import type { Layers } from "../../tf.ts"

/** Options that a training may go on with changed: more epochs are the same training, longer. */
const free = new Set(["epochs"])

/**
 * SHA-256 over data, layers and options: two trainings with the same key are one. Names of layers are left out, since
 * they count up in a process. A schedule that depends on the number of epochs makes that number part of it.
 */
export function trainingKey(
  model: Layers.LayersModel,
  dataset: Dataset,
  parameters: Readonly<Record<string, string | number | boolean>>,
): string {
  const fixed = parameters["schedule.kind"] === "cosine" ? new Set<string>() : free
  const layers = model.layers.map(layer => [layer.getClassName(), unnamed(layer.getConfig())])
  const shapes = model.weights.map(({ shape }) => shape)
  const chosen = Object.entries(parameters).filter(([name]) => !fixed.has(name))
  const said = [dataset.fingerprint, layers, shapes, chosen.sort(([a], [b]) => (a < b ? -1 : 1))]
  return createHash("sha256").update(JSON.stringify(said)).digest("hex")
}

const unnamed = (config: object): object =>
  JSON.parse(JSON.stringify(config, (key, value) => (key === "name" ? undefined : value)))
