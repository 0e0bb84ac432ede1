import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Bundle } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { Core } from "../tf.ts"
import { bundleFiles, versionOf } from "./files.ts"

/** Reads and checks the files of a bundle of layers. Throws MODEL_INVALID naming the file and what is wrong with it. */
export async function readLayers(directory: string): Promise<{ bundle: Bundle; artifacts: Core.io.ModelArtifacts }> {
  const bundle = await parsedBundle(directory)
  if (bundle.platform !== "tensorflowjs_layers")
    throw invalid(directory, `it is one of ${bundle.platform}, not of layers`)
  const model = await text(directory, bundleFiles.model)
  const weights = await bytes(directory, bundleFiles.weights)
  if (versionOf(bundle, model, weights) !== bundle.version) {
    throw changed(directory)
  }
  const { modelTopology, weightsManifest } = json(directory, bundleFiles.model, model) as {
    modelTopology: object
    weightsManifest: Core.io.WeightsManifestConfig
  }
  const weightSpecs = weightsManifest.flatMap(group => group.weights)
  const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength) as ArrayBuffer
  return { bundle, artifacts: { modelTopology, weightSpecs, weightData } }
}

/** bundle.json alone. */
export async function parsedBundle(directory: string): Promise<Bundle> {
  const content = await text(directory, bundleFiles.bundle)
  // Loaded here alone: nothing else in this layer needs zod, and a kernel should not wait for it.
  const { bundleSchema } = await import("../../contracts/bundle.ts")
  const result = bundleSchema.safeParse(json(directory, bundleFiles.bundle, content))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw invalid(directory, `${bundleFiles.bundle}: ${issue.path.join(".") || "it"}: ${issue.message}`)
}

function json(directory: string, file: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (cause) {
    throw invalid(directory, `${file} is not complete JSON`, cause)
  }
}

const text = async (directory: string, file: string): Promise<string> => (await bytes(directory, file)).toString("utf8")

const bytes = (directory: string, file: string): Promise<Buffer> =>
  readFile(join(directory, file)).catch(cause => {
    throw invalid(directory, `${file} cannot be read`, cause)
  })

export const changed = (directory: string): KaonError =>
  invalid(directory, `its files do not have the content that ${bundleFiles.bundle} was written for`)

export const invalid = (directory: string, what: string, cause?: unknown): KaonError =>
  new KaonError("MODEL_INVALID", `The model in ${directory} is not usable: ${what}.`, {
    fix: "Save the model again.",
    cause,
  })
