import { readdir } from "node:fs/promises"
import path from "node:path"

/** What the file to open is called in a folder where a model is kept; of a SavedModel it is the folder. */
export const bundledName = { ONNX: "model.onnx", SavedModel: "", "TensorFlow.js graph": "model.json" } as const

/** What a SavedModel consists of; whatever else lies in its folder is left behind. */
const savedModelPart = /^(saved_model\.pb|fingerprint\.pb|keras_metadata\.pb|(variables|assets|assets\.extra)\/.+)$/

/** The files of a SavedModel by their paths in its folder. */
export async function savedModelFiles(folder: string): Promise<Record<string, string>> {
  const names = (await filesBelow(folder)).filter(name => savedModelPart.test(name))
  return Object.fromEntries(names.map(name => [name, path.join(folder, name)]))
}

/** All files below a folder, in order, with slashes on every system. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => !entry.isDirectory())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .sort()
}
