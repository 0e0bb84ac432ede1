import path from "node:path"
import { z } from "zod"
import { KaonError } from "../../../contracts/errors.ts"
import { joined } from "../../joined.ts"
import { broken } from "../failure.ts"
import { bundledName } from "../kept.ts"
import { bytesAt, isUrl } from "../source.ts"
import { sizeOf } from "../tensor.ts"

const specSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.number().int().min(0)),
  dtype: z.enum(["float32", "int32", "bool", "uint8", "uint16", "float16", "string", "complex64"]),
  quantization: z
    .looseObject({
      dtype: z.enum(["uint8", "uint16", "float16"]),
      min: z.number().optional(),
      scale: z.number().optional(),
    })
    .optional(),
})
export type Spec = z.infer<typeof specSchema>

const modelSchema = z.looseObject({
  format: z.string().optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(specSchema) })).default([]),
})

/** What model.json and its weight files say. */
export interface Artifacts {
  format: string | undefined
  topology: Record<string, unknown>
  specs: Spec[]
  weights: Uint8Array<ArrayBuffer>
  /** All of model.json. */
  json: Record<string, unknown>
  /** model.json and the weight files by the names that it uses, and where each lies. */
  files: Readonly<Record<string, string>>
}

const widths: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
  complex64: 8,
}

const bytesIn = ({ shape, dtype, quantization }: Spec): number => sizeOf(shape) * widths[quantization?.dtype ?? dtype]!

/**
 * Reads model.json and the weight files that it names, from a folder or from an address. Weight files lie beside model.json
 * or in folders below: a name that leads elsewhere is refused. Throws MODEL_INVALID for what is broken or cut short.
 */
export async function readArtifacts(modelJson: string): Promise<Artifacts> {
  const text = new TextDecoder().decode(await bytesAt(modelJson))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw broken(modelJson, "it is no complete JSON", cause)
  }
  const parsed = modelSchema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw broken(modelJson, `${issue.path.join(".") || "it"}: ${issue.message}`, parsed.error)
  }
  const { format, modelTopology, weightsManifest } = parsed.data
  const specs = weightsManifest.flatMap(({ weights }) => weights)
  const strings = specs.find(({ dtype }) => dtype === "string")
  if (strings !== undefined) throw broken(modelJson, `the weight ${strings.name} is text`)
  const groups = await Promise.all(weightsManifest.map(group => readGroup(modelJson, group)))
  const names = weightsManifest.flatMap(({ paths }) => paths)
  const files = Object.fromEntries([
    [bundledName["TensorFlow.js graph"], modelJson],
    ...names.map(name => [name, beside(modelJson, name)]),
  ])
  return { format, topology: modelTopology, specs, weights: joined(Uint8Array, groups), json: parsed.data, files }
}

async function readGroup(modelJson: string, group: { paths: string[]; weights: Spec[] }): Promise<Uint8Array> {
  const parts = await Promise.all(group.paths.map(name => bytesAt(beside(modelJson, name))))
  const bytes = joined(Uint8Array, parts)
  const wanted = group.weights.reduce((sum, spec) => sum + bytesIn(spec), 0)
  if (bytes.length === wanted) return bytes
  throw broken(modelJson, `${group.paths.join(", ")} should have ${wanted} bytes of weights, and has ${bytes.length}`)
}

/** Where a weight file lies. Throws MODEL_INVALID for one that is not below the model's own folder. */
export function beside(modelJson: string, name: string): string {
  const parts = name.split("/")
  const strange = /^[a-z][a-z\d+.-]*:/i.test(name) || /[\\?#\0]|%2e|%2f|%5c/i.test(name)
  if (strange || name.startsWith("/") || parts.includes("..") || parts.includes("")) {
    throw new KaonError("MODEL_INVALID", `The model in ${modelJson} names ${JSON.stringify(name)} for its weights.`, {
      fix: "Weights have to lie beside model.json or in a folder below; do not use a model that says otherwise.",
    })
  }
  return isUrl(modelJson) ? new URL(name, modelJson).href : path.join(path.dirname(modelJson), name)
}
