import { createHash } from "node:crypto"
import type { Bundle } from "../../contracts/bundle.ts"
import type { Files } from "../replace.ts"

/** The model of a bundle: what bundle.json says of its form, what its version is made of, and its files. */
export interface BundleContent {
  about: Pick<Bundle, "platform" | "opened">
  model: string
  weights: Uint8Array
  files: Files
}

/** The files of a bundle; a model that is run as it is lies in a folder instead of the last two. */
export const bundleFiles = {
  bundle: "bundle.json",
  model: "model.json",
  weights: "weights.bin",
  folder: "model",
} as const

/** SHA-256 over the model, the weights and everything that bundle.json says of them, but not when it was written. */
export function versionOf(bundle: Omit<Bundle, "version" | "created">, model: string, weights: Uint8Array): string {
  const { format, name, platform, inputs, outputs, preprocessing, input, labels, figures, opened } = bundle
  const said: unknown[] = [format, name, platform, inputs, outputs, preprocessing, input, labels ?? null, figures]
  // Versions of before there were other platforms stay what they are.
  if (opened !== undefined) said.push(opened)
  const hash = createHash("sha256")
  for (const part of [JSON.stringify(said, sortedKeys), model]) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.update(weights).digest("hex")
}

/** Objects with their keys in order, so that equal content is equal text. */
const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
