import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type { Bundle } from "../../contracts/bundle.ts"
import { Adopted } from "../models/graph/adopted.ts"
import type { GraphFormat, GraphModel } from "../models/graph/model.ts"
import { filesBelow } from "../models/kept.ts"
import { bytesAt, isUrl } from "../models/source.ts"
import type { Copied, Files } from "../replace.ts"
import type { ServedAs } from "./described.ts"
import { type BundleContent, bundleFiles } from "./files.ts"

const platforms: Readonly<Record<GraphFormat, Bundle["platform"]>> = {
  ONNX: "onnxruntime_onnx",
  SavedModel: "tensorflow_savedmodel",
  "TensorFlow.js graph": "tensorflowjs_graph",
}

/** A model that was opened as it is: its own files, as its makers wrote them. */
export async function graphContent(model: Adopted | GraphModel, as: ServedAs): Promise<BundleContent> {
  const adopted = model instanceof Adopted
  const { format, origin } = adopted ? model.model : model
  const { output, activation } = adopted ? model.options : as
  const files: Record<string, Uint8Array | Copied> = {}
  for (const [name, from] of Object.entries(await origin.files()))
    files[`${bundleFiles.folder}/${name}`] = isUrl(from) ? await bytesAt(from) : { from }
  const opened = {
    ...(origin.signature !== undefined && { signature: origin.signature }),
    ...(origin.tags !== undefined && { tags: [...origin.tags] }),
    ...(output !== undefined && { output }),
    ...(activation !== undefined && { activation }),
  }
  const about = { platform: platforms[format], opened }
  return { about, model: await listing(files), weights: new Uint8Array(), files }
}

/** The names of a bundle's model files with their hashes: what its version is made of. */
export async function listing(files: Files): Promise<string> {
  const hashes = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(async ([name, content]) => [name, await hashOf(content)])
  return JSON.stringify(await Promise.all(hashes))
}

/** The same of the files that lie in a bundle. */
export async function listingIn(directory: string): Promise<string> {
  const names = await filesBelow(join(directory, bundleFiles.folder))
  const inFolder = names.map(name => `${bundleFiles.folder}/${name}`)
  return await listing(Object.fromEntries(inFolder.map(name => [name, { from: join(directory, name) }])))
}

async function hashOf(content: Files[string]): Promise<string> {
  const hash = createHash("sha256")
  if (typeof content === "string" || content instanceof Uint8Array) hash.update(content)
  else await pipeline(createReadStream(content.from), hash)
  return hash.digest("hex")
}
