import "../layers/index.ts"
import { z } from "zod"
import { KaonError } from "../../../contracts/errors.ts"
import { contentOf, type Member, membersOf, zipIn } from "../../../native/index.ts"
import type { Layers } from "../../tf.ts"
import { buildModel } from "../build.ts"
import { broken, messageOf } from "../failure.ts"
import { type Hdf5, openHdf5 } from "../hdf5.ts"
import { type KerasObject, objectSchema } from "./schema.ts"
import { topologyOf } from "./topology.ts"
import { numbersIn, readLegacyWeights, readWeights } from "./weights.ts"

/** The most that a model's description unpacks to, and its weights. */
const most = { config: 64 * 2 ** 20, weights: 2 ** 31 }
const weightsFile = "model.weights.h5"

/** Reads Keras 3's `.keras`. Throws MODEL_INVALID for a broken file, SHAPE_MISMATCH for weights that do not fit. */
export async function readKeras(bytes: Uint8Array, source: string): Promise<Layers.LayersModel> {
  const [text, weights] = await unpack(bytes, source)
  const config = configOf(text.toString("utf8"), source)
  using file = await opened(weights, source)
  return filled(config, file, source, model => readWeights(model, config, file, source))
}

/** Reads a legacy `.h5` with its model_config, as Keras 2 and 3 write it. Throws as readKeras. */
export async function readHdf5Model(bytes: Uint8Array, source: string): Promise<Layers.LayersModel> {
  using file = await opened(bytes, source)
  const text = file.attribute("/", "model_config")
  if (typeof text !== "string") {
    throw new KaonError("MODEL_INVALID", `${source} holds weights only: there is no model_config in it.`, {
      fix: "Save the whole model with model.save(…) in Keras.",
    })
  }
  const config = configOf(text, source)
  return filled(config, file, source, model => readLegacyWeights(model, file, source))
}

/** The model, freed again where its weights do not fit it. */
function filled(config: KerasObject, file: Hdf5, source: string, read: (model: Layers.LayersModel) => void) {
  const topology = orBroken(source, () => topologyOf(config))
  const model = buildModel(source, topology, numbersIn(file))
  try {
    read(model)
    return model
  } catch (cause) {
    model.dispose()
    throw cause
  }
}

async function unpack(bytes: Uint8Array, source: string): Promise<[config: Buffer, weights: Buffer]> {
  const zip = zipIn(bytes)
  try {
    const members = await membersOf(zip)
    const one = async (name: string, limit: number) => await contentOf(zip, named(members, name), limit)
    return [await one("config.json", most.config), await one(weightsFile, most.weights)]
  } catch (cause) {
    throw broken(source, messageOf(cause), cause)
  }
}

/** Names are looked up, never made into paths: what else a zip names is not touched. */
function named(members: readonly Member[], name: string): Member {
  const found = members.find(member => member.name === name)
  if (found === undefined) throw new Error(`there is no ${name} in it`)
  return found
}

function configOf(text: string, source: string): KerasObject {
  try {
    return objectSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw broken(source, cause instanceof z.ZodError ? said(cause) : "its config is no complete JSON", cause)
  }
}

const said = ({ issues: [issue] }: z.ZodError): string =>
  `its config at ${issue!.path.join(".") || "the top"}: ${issue!.message}`

function orBroken<T>(source: string, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof z.ZodError) throw broken(source, said(cause), cause)
    throw cause
  }
}

async function opened(bytes: Uint8Array, source: string): Promise<Hdf5> {
  try {
    return await openHdf5(bytes)
  } catch (cause) {
    throw broken(source, messageOf(cause), cause)
  }
}
