import { stored } from "../compress/storage.ts"
import { type Core, tf } from "../tf.ts"
import type { Trained } from "../train/trained.ts"
import { type BundleContent, bundleFiles } from "./files.ts"

/** A model of layers as TensorFlow.js reads it, its weights as small as the training left them. */
export async function layersContent({ model, storage }: Trained): Promise<BundleContent> {
  let artifacts: Core.io.ModelArtifacts | undefined
  const handler = tf.io.withSaveHandler(async saved => {
    artifacts = saved
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } }
  })
  await model.save(handler)
  const { modelTopology, weightSpecs, weightData } = artifacts!
  const all = tf.io.decodeWeights(tf.io.CompositeArrayBuffer.join(weightData), weightSpecs!)
  const parts = weightSpecs!.map(spec => stored(spec, Float32Array.from(all[spec.name]!.dataSync()), storage))
  tf.dispose(all)
  const manifest = {
    format: "layers-model",
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [bundleFiles.weights], weights: parts.map(({ spec }) => spec) }],
  }
  const text = JSON.stringify(manifest)
  const weights = Buffer.concat(parts.map(({ bytes }) => bytes))
  return {
    about: { platform: "tensorflowjs_layers" },
    model: text,
    weights,
    files: { [bundleFiles.model]: text, [bundleFiles.weights]: weights },
  }
}
