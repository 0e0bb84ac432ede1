import "../layers/index.ts"
import { zipSync } from "fflate"
import type { Layers } from "../../tf.ts"
import { writeHdf5 } from "../hdf5.ts"
import type { Values } from "../tensor.ts"
import { describeModel } from "./describe.ts"
import { type KerasObject, objectSchema } from "./schema.ts"
import { isModel, pairs, placesOf } from "./weights.ts"

/** The version whose files are written; Keras reads those of earlier ones. */
const kerasVersion = "3.15.1"

/** A `.keras` file of a model. Throws MODEL_INVALID naming a layer that Keras has no counterpart for. */
export async function writeKeras(model: Layers.LayersModel): Promise<Uint8Array> {
  const config = describeModel(model)
  const datasets: Record<string, Values> = {}
  const attributes: Record<string, Record<string, string>> = {}
  for (const { path, values } of weightsOf(model, config, "")) {
    attributes[`${path}/vars`] = {}
    for (const [i, value] of values.entries()) datasets[`${path}/vars/${i}`] = value
  }
  const now = new Date().toISOString()
  const metadata = { keras_version: kerasVersion, date_saved: `${now.slice(0, 10)}@${now.slice(11, 19)}` }
  const text = (value: object) => new TextEncoder().encode(JSON.stringify(value))
  const files = {
    "metadata.json": text(metadata),
    "config.json": text(config),
    "model.weights.h5": await writeHdf5({ datasets, attributes }),
  }
  return zipSync(files, { level: 0 })
}

interface Group {
  path: string
  values: Values[]
}

function* weightsOf(model: Layers.LayersModel, config: KerasObject, at: string): Generator<Group> {
  yield { path: at, values: [] }
  for (const { made, config: layer, group } of pairs(model, config)) {
    const path = `${at}/layers/${group}`
    if (isModel(made)) yield* weightsOf(made, layer, path)
    else yield* layerWeights(layer, made.getWeights().map(valuesOf), path)
  }
}

const valuesOf = (tensor: { shape: number[]; dataSync(): ArrayLike<number> }): Values => ({
  shape: tensor.shape,
  values: Float32Array.from(tensor.dataSync()),
})

/** The same places as weights are read from (see weights.ts). */
function* layerWeights(config: KerasObject, values: Values[], path: string): Generator<Group> {
  const inner = objectSchema.safeParse(config.config.layer).data
  if (config.class_name === "Bidirectional" && inner !== undefined) {
    const half = values.length / 2
    yield* layerWeights(inner, values.slice(0, half), `${path}/forward_layer`)
    yield* layerWeights(inner, values.slice(half), `${path}/backward_layer`)
  } else if (config.class_name === "TimeDistributed" && inner !== undefined) {
    yield* layerWeights(inner, values, `${path}/layer`)
  } else {
    const places = placesOf[config.class_name] ?? [""]
    const each = values.length / places.length
    for (const [i, place] of places.entries()) {
      const own = values.slice(i * each, (i + 1) * each)
      const seen = config.class_name === "Normalization" ? [{ shape: [], values: Float32Array.of(0) }] : []
      yield { path: place === "" ? path : `${path}/${place}`, values: [...own, ...seen] }
    }
  }
}
