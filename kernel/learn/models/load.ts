import { stat } from "node:fs/promises"
import path from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import type { Layers } from "../tf.ts"
import { broken } from "./failure.ts"
import { bytesAt, isUrl, pathOf } from "./source.ts"

type Format = "keras" | "hdf5" | "tfjs" | "safetensors" | "onnx" | "saved-model" | "pickle"

const endings: readonly (readonly [RegExp, Format])[] = [
  [/\.keras$/i, "keras"],
  [/\.(h5|hdf5)$/i, "hdf5"],
  [/\.json$/i, "tfjs"],
  [/\.safetensors$/i, "safetensors"],
  [/\.onnx$/i, "onnx"],
  [/saved_model\.pb$/i, "saved-model"],
  [/\.(pt|pth|bin|pkl|pickle|ckpt|joblib)$/i, "pickle"],
]

/** A model somewhere: its format, and the path or address of the file to read. */
export interface Found {
  format: Format
  source: string
}

/** Finds out by its name, and in a folder by what lies there, what a model is. Throws FILE_NOT_FOUND or MODEL_INVALID. */
export async function find(given: string): Promise<Found> {
  const source = isUrl(given) ? given : pathOf(given)
  const name = isUrl(given) ? new URL(given).pathname : source
  const format = endings.find(([pattern]) => pattern.test(name))?.[1]
  if (format === "pickle") throw pickled(given)
  if (format !== undefined) return { format, source }
  if (isUrl(given)) return { format: "tfjs", source: new URL("model.json", given.replace(/\/?$/, "/")).href }
  if (await exists(path.join(source, "model.json"))) return { format: "tfjs", source: path.join(source, "model.json") }
  if (await exists(path.join(source, "saved_model.pb"))) return { format: "saved-model", source }
  if (!(await exists(source)))
    throw new KaonError("FILE_NOT_FOUND", `There is no model at ${source}.`, { fix: "Check the path." })
  throw broken(source, "it is none of .keras, .h5, .onnx, model.json, a folder with model.json or saved_model.pb")
}

const exists = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined)) !== undefined

const pickled = (source: string): KaonError =>
  new KaonError("MODEL_INVALID", `${source} is a pickle of Python, which can run any code; it is never read here.`, {
    fix: "Export the model in Python: torch.onnx.export(model, example, 'model.onnx'), or its weights with safetensors.torch.save_file(model.state_dict(), 'model.safetensors').",
  })

const elsewhere: Partial<Record<Format, string>> = {
  onnx: "Open it with models.open(…): ONNX models are run as they are.",
  "saved-model": "Open it with models.open(…): SavedModels are run as they are.",
  safetensors: "A safetensors file holds weights alone: give them to a model with models.assign(model, …).",
}

/**
 * Loads a model made of layers: Keras's `.keras` and `.h5`, or a layers model of TensorFlow.js (model.json, its folder, or
 * its address). It is a tf.LayersModel as any other: it can be trained on, explained, compressed and served.
 *
 * Throws FILE_NOT_FOUND, DOWNLOAD_FAILED; MODEL_INVALID for a broken file or a layer that cannot be brought over, which is
 * named; SHAPE_MISMATCH for weights that do not fit their layers.
 */
export async function load(given: string): Promise<Layers.LayersModel> {
  const { format, source } = await find(given)
  switch (format) {
    case "keras":
      return await (await import("./keras/read.ts")).readKeras(await bytesAt(source), given)
    case "hdf5":
      return await (await import("./keras/read.ts")).readHdf5Model(await bytesAt(source), given)
    case "tfjs": {
      const [{ readArtifacts }, { readLayersModel }] = await Promise.all([
        import("./tfjs/artifacts.ts"),
        import("./tfjs/read.ts"),
      ])
      const artifacts = await readArtifacts(source)
      if (artifacts.format !== "graph-model") return readLayersModel(given, artifacts)
      throw new KaonError("MODEL_INVALID", `${given} is a graph model, which has no layers.`, {
        fix: "Open it with models.open(…).",
      })
    }
    default:
      throw new KaonError("MODEL_INVALID", `${given} has no layers to load.`, { fix: elsewhere[format]! })
  }
}
