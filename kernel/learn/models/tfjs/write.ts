import { type Core, type Layers, tf } from "../../tf.ts"
import { bytesOf } from "../tensor.ts"

/** A shard is at most this long, as browsers like to cache them. */
const shardBytes = 4 * 2 ** 20

/** The files of a model as TensorFlow.js reads it: model.json and weights in shards of at most 4 MB. */
export async function writeLayersModel(model: Layers.LayersModel): Promise<Record<string, string | Uint8Array>> {
  let artifacts: Core.io.ModelArtifacts | undefined
  await model.save(
    tf.io.withSaveHandler(async saved => {
      artifacts = saved
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } }
    }),
  )
  const { modelTopology, weightSpecs, weightData } = artifacts!
  const data = bytesOf(new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)))
  const count = Math.max(1, Math.ceil(data.length / shardBytes))
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`)
  const json = {
    format: "layers-model",
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths, weights: weightSpecs }],
  }
  const shards = paths.map((path, i) => [path, data.subarray(i * shardBytes, (i + 1) * shardBytes)] as const)
  return { "model.json": JSON.stringify(json), ...Object.fromEntries(shards) }
}
