import { readFile } from "node:fs/promises"
import path from "node:path"
import { KaonError } from "../../../contracts/errors.ts"
import { loadSavedModel, NativeTensor, type Output, requireLibrary } from "../../../native/index.ts"
import { broken, messageOf } from "../failure.ts"
import { GraphModel } from "../graph/model.ts"
import type { Fed, PortType } from "../graph/port.ts"
import { savedModelFiles } from "../kept.ts"
import { type Signature, signaturesOf } from "./signature.ts"
import { reachingOperation } from "./trust.ts"

export interface SavedModelOptions {
  /** Name of the signature; "serving_default", or the only one, without it. */
  signature?: string
  /** Tags of the graph; ["serve"] without it. */
  tags?: readonly string[]
}

/**
 * Loads a SavedModel by native TensorFlow. Throws NATIVE_UNSUPPORTED where that is not installed, MODEL_INVALID for a folder
 * that is none or a graph that reaches for files, NATIVE_FAILED with TensorFlow's words.
 */
export async function readSavedModel(
  given: string,
  { signature, tags = ["serve"] }: SavedModelOptions = {},
): Promise<GraphModel> {
  const folder = path.basename(given) === "saved_model.pb" ? path.dirname(given) : given
  const library = requireLibrary()
  const definition = await readFile(path.join(folder, "saved_model.pb")).catch(cause => {
    throw broken(folder, "saved_model.pb cannot be read", cause)
  })
  const reaching = parsed(folder, () => reachingOperation(definition))
  if (reaching !== undefined) {
    throw new KaonError("MODEL_INVALID", `The model in ${folder} uses ${reaching}, which reaches beyond the model.`, {
      fix: "Use a model whose graph only computes.",
    })
  }
  const { graph, session, metaGraph } = loadSavedModel(library, folder, tags)
  const dispose = () => {
    session[Symbol.dispose]()
    graph[Symbol.dispose]()
  }
  try {
    const chosen = parsed(folder, () => choose(folder, metaGraph, signature))
    const at = ({ tensor }: { tensor: string }): Output => {
      const output = graph.named(tensor)
      if (output === undefined) throw broken(folder, `its signature names ${tensor}, which the graph does not have`)
      return output
    }
    const step = session.step(chosen.inputs.map(at), chosen.outputs.map(at))
    const run = async (feeds: readonly Fed[]): Promise<Fed[]> => {
      const tensors = feeds.map(({ dtype, shape, values }) => NativeTensor.from(library, dtype, shape, values))
      try {
        return step(tensors).map(tensor => {
          const fed = { dtype: tensor.dtype as PortType, shape: tensor.shape, values: tensor.read() }
          tensor[Symbol.dispose]()
          return fed
        })
      } finally {
        for (const tensor of tensors) tensor[Symbol.dispose]()
      }
    }
    const { inputs, outputs, name } = chosen
    const origin = { files: () => savedModelFiles(folder), signature: name, tags }
    return new GraphModel("SavedModel", folder, { inputs, outputs, run, origin, [Symbol.dispose]: dispose })
  } catch (cause) {
    dispose()
    throw cause
  }
}

function choose(folder: string, metaGraph: Uint8Array, wanted: string | undefined): Signature {
  const signatures = signaturesOf(metaGraph)
  const names = [...signatures.keys()]
  const name = wanted ?? (names.includes("serving_default") ? "serving_default" : names.length === 1 ? names[0]! : "")
  const found = signatures.get(name)
  if (found !== undefined) return found()
  throw new KaonError(
    "MODEL_INVALID",
    `The model in ${folder} has ${name ? `no signature "${name}"` : "several signatures"}.`,
    {
      fix: names.length > 0 ? `Give a signature: ${names.join(", ")}.` : "Save it again with a signature.",
    },
  )
}

function parsed<T>(folder: string, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof KaonError) throw cause
    throw broken(folder, `saved_model.pb: ${messageOf(cause)}`, cause)
  }
}
