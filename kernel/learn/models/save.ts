import { readdir } from "node:fs/promises"
import path from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import { type Files, replaceModel } from "../replace.ts"
import type { Layers } from "../tf.ts"
import { Trained } from "../train/trained.ts"
import type { Precision } from "./safetensors/write.ts"
import { pathOf } from "./source.ts"

export type SaveFormat = "keras" | "tfjs" | "safetensors" | "saved-model" | "onnx"

export interface SaveModelOptions {
  /** By the name's ending without it: .keras, .onnx, .safetensors; a folder is for TensorFlow.js. */
  format?: SaveFormat
  /** How safetensors keeps each number; float32 without it. */
  precision?: Precision
}

type Writer = (model: Layers.LayersModel, options: SaveModelOptions) => Promise<Uint8Array | Files>

const writers: Record<SaveFormat, Writer> = {
  tfjs: async model => await (await import("./tfjs/write.ts")).writeLayersModel(model),
  keras: async model => await (await import("./keras/write.ts")).writeKeras(model),
  "saved-model": async model => await (await import("./saved-model/write.ts")).writeSavedModel(model),
  onnx: async model => await (await import("./onnx/write.ts")).writeOnnx(model),
  safetensors: async (model, { precision }) => {
    const [{ namedWeights }, { writeSafetensors }] = await Promise.all([
      import("./safetensors/assign.ts"),
      import("./safetensors/write.ts"),
    ])
    const values = [...namedWeights(model)].map(([name, { weight }]) => {
      const tensor = weight.read()
      return [name, { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) }] as const
    })
    return writeSafetensors(new Map(values), precision)
  },
}

const endings: Readonly<Record<string, SaveFormat>> = {
  ".keras": "keras",
  ".safetensors": "safetensors",
  ".onnx": "onnx",
  "": "tfjs",
}

/**
 * Writes a model for others: `.keras` for Keras 3, `.onnx` (operators of version 18), a folder for TensorFlow.js (model.json)
 * or with a SavedModel (by native TensorFlow), `.safetensors` for weights alone. Each takes batches of any size and predicts
 * the same to 1e-5. What a training prepared its examples with is not part of it: of a Trained, only the model is written.
 * Returns the path. What was there stays until the new one is whole.
 *
 * Throws MODEL_INVALID naming a layer or operation that the format has no counterpart for, NATIVE_UNSUPPORTED for a
 * SavedModel without native TensorFlow, WRITE_FAILED where it cannot be written or the folder holds other things.
 */
export async function save(
  given: Layers.LayersModel | Trained,
  target: string,
  options: SaveModelOptions = {},
): Promise<string> {
  const file = pathOf(target)
  const format = options.format ?? endings[path.extname(file).toLowerCase()]
  if (format === undefined) {
    throw new KaonError("MODEL_INVALID", `${target} does not say which format it is to have.`, {
      fix: "Let it end in .keras or .safetensors, name a folder for TensorFlow.js, or give a format.",
    })
  }
  const content = await writers[format](given instanceof Trained ? given.model : given, options)
  if (!(content instanceof Uint8Array)) await checkReplaceable(file)
  await replaceModel(file, content)
  return file
}

/** What may lie in a folder that a model replaces. */
const ofModels = /^(model\.json|.*\.bin|saved_model\.pb|fingerprint\.pb|variables|assets)$/

async function checkReplaceable(folder: string): Promise<void> {
  const others = (await readdir(folder).catch(() => [])).filter(name => !ofModels.test(name))
  if (others.length === 0) return
  throw new KaonError("WRITE_FAILED", `${folder} is a folder with other files in it (${others[0]}).`, {
    fix: "Name a folder of the model's own; it is made where there is none.",
  })
}
