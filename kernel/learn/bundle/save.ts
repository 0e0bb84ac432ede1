import { resolve } from "node:path"
import type { Bundle } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import { stored } from "../compress/storage.ts"
import type { InputSpec } from "../image.ts"
import { replaceModel } from "../replace.ts"
import type { Preprocessing } from "../steps/compile.ts"
import { type Core, tf } from "../tf.ts"
import type { Trained } from "../train/trained.ts"
import { bundleFiles, versionOf } from "./files.ts"

export interface SaveOptions {
  name: string
  /** Names of the classes, in the order of the outputs; those of the dataset without. */
  labels?: readonly string[]
  /** What one example is; from the dataset without. */
  input?: InputSpec
  /** Figures of an evaluation to be kept with the model. */
  figures?: Record<string, number | null>
}

/**
 * Writes a bundle: bundle.json, and the model as TensorFlow.js reads it (model.json, weights.bin). The folder appears
 * complete or not at all, and replaces one of that name. Throws SHAPE_MISMATCH where labels or input do not fit the model,
 * WRITE_FAILED where the folder cannot be written.
 */
export async function saveModel(trained: Trained, directory: string, options: SaveOptions): Promise<Bundle> {
  const { model, weights } = await modelFiles(trained)
  const described = describe(trained, options)
  const bundle: Bundle = {
    ...described,
    version: versionOf(described, model, weights),
    created: new Date().toISOString(),
  }
  const files = { [bundleFiles.model]: model, [bundleFiles.weights]: weights }
  await replaceModel(resolve(directory), { ...files, [bundleFiles.bundle]: `${JSON.stringify(bundle, null, 2)}\n` })
  return bundle
}

function describe(
  trained: Trained,
  { name, labels, input, figures }: SaveOptions,
): Omit<Bundle, "version" | "created"> {
  const { prepare, dataset, model, preprocessing } = trained
  const outputs = Number(model.outputs[0]!.shape.at(-1))
  const names = labels ?? dataset.classes
  const wanted = dataset.classes.length || 0
  if (names.length !== wanted) {
    throw new KaonError("SHAPE_MISMATCH", `There are ${names.length} labels for the ${wanted} classes of the model.`, {
      fix: `Give labels: ${dataset.name}.classes.`,
    })
  }
  const own = inputOf(prepare)
  if (input !== undefined && sizeOf(input) !== prepare.inputWidth) {
    throw new KaonError("SHAPE_MISMATCH", `The input is ${shown(input)}; the model was trained on ${shown(own)}.`, {
      fix:
        own.kind === "image"
          ? `Give input: image(${own.height}, ${own.width}, ${own.channels}).`
          : "Leave the input out.",
    })
  }
  const rawShape = own.kind === "image" ? [own.height, own.width, own.channels] : own.shape
  return {
    format: "kaon-bundle/1",
    name,
    platform: "tensorflowjs_layers",
    inputs: [{ name: "input", shape: [-1, ...rawShape], datatype: "FP32" }],
    outputs: [{ name: "output", shape: [-1, outputs], datatype: "FP32" }],
    preprocessing,
    input: input ?? own,
    ...(names.length > 0 && { labels: [...names] }),
    figures: figures ?? {},
  }
}

/** What one raw example is: an image where it is nothing else, or so many numbers. */
export function inputOf({ columns, inputWidth }: Preprocessing): InputSpec {
  const [only] = columns
  const [height, width, channels] = only?.shape ?? []
  if (columns.length === 1 && only!.kind === "image" && height && width && channels) {
    return { kind: "image", height, width, channels }
  }
  return { kind: "tensor", shape: columns.length === 1 && only!.shape.length > 0 ? only!.shape : [inputWidth] }
}

const sizeOf = (input: InputSpec): number =>
  input.kind === "image" ? input.height * input.width * input.channels : input.shape.reduce((a, b) => a * b, 1)

const shown = (input: InputSpec): string =>
  input.kind === "image"
    ? `an image of ${input.height}×${input.width}×${input.channels}`
    : `[${input.shape.join(", ")}]`

async function modelFiles({ model, storage }: Trained): Promise<{ model: string; weights: Uint8Array }> {
  let artifacts: Core.io.ModelArtifacts | undefined
  const handler = tf.io.withSaveHandler(async saved => {
    artifacts = saved
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } }
  })
  await model.save(handler)
  const { modelTopology, weightSpecs, weightData } = artifacts!
  const all = tf.io.decodeWeights(tf.io.CompositeArrayBuffer.join(weightData), weightSpecs!)
  const weights = weightSpecs!.map(spec => stored(spec, Float32Array.from(all[spec.name]!.dataSync()), storage))
  tf.dispose(all)
  const manifest = {
    format: "layers-model",
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [bundleFiles.weights], weights: weights.map(({ spec }) => spec) }],
  }
  return { model: JSON.stringify(manifest), weights: Buffer.concat(weights.map(({ bytes }) => bytes)) }
}
