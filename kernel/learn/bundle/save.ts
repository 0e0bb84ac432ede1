import { resolve } from "node:path"
import type { Bundle } from "../../contracts/bundle.ts"
import { Adopted } from "../models/graph/adopted.ts"
import { GraphModel } from "../models/graph/model.ts"
import { replaceModel } from "../replace.ts"
import { described, type Servable, type ServedAs } from "./described.ts"
import { bundleFiles, versionOf } from "./files.ts"
import { graphContent } from "./graph-files.ts"
import { layersContent } from "./layers-files.ts"

export interface SaveOptions extends ServedAs {
  name: string
  /** Figures of an evaluation to be kept with the model. */
  figures?: Record<string, number | null>
}

/**
 * Writes a bundle: bundle.json, and the model as TensorFlow.js reads it (model.json, weights.bin), or, of a model that was
 * opened as it is, its own files in a folder. The bundle's folder appears complete or not at all, and replaces one of that
 * name. Throws SHAPE_MISMATCH where labels or input do not fit the model, WRITE_FAILED where the folder cannot be written.
 */
export async function saveModel(model: Servable, directory: string, options: SaveOptions): Promise<Bundle> {
  const { name, figures = {}, ...as } = options
  const said = described(model, as)
  const opened = model instanceof Adopted || model instanceof GraphModel
  const content = opened ? await graphContent(model, as) : await layersContent(model)
  const whole = {
    format: "kaon-bundle/1" as const,
    name,
    ...content.about,
    preprocessing: model instanceof GraphModel ? [] : [...model.prepare.steps],
    ...said,
    figures,
  }
  const bundle: Bundle = {
    ...whole,
    version: versionOf(whole, content.model, content.weights),
    created: new Date().toISOString(),
  }
  const text = `${JSON.stringify(bundle, null, 2)}\n`
  await replaceModel(resolve(directory), { ...content.files, [bundleFiles.bundle]: text })
  return bundle
}
