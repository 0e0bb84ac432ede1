import { type Layers, tf } from "../tf.ts"
import { isTrainedHere } from "../train/owned.ts"
import { copyWeights, restoreWeights, setStart, startOf, type Weights } from "../train/weights.ts"
import { countOn } from "./names.ts"

interface PackedModel {
  topology: object
  weights: Weights
  /** Where its last training began, which a further training goes back to. */
  start: Weights | undefined
  /** Was it trained by `fit`? Then it was compiled too. */
  trainable: boolean
}

export const isModel = (value: object): value is Layers.LayersModel => value instanceof tf.LayersModel

export function packModel(model: Layers.LayersModel): PackedModel {
  // What a person compiled with may be code, and its optimizer's moments are no part of the model.
  if (model.optimizer !== undefined && !isTrainedHere(model)) throw new TypeError("a model compiled by hand")
  const topology = model.toJSON(undefined, false) as object
  return { topology, weights: copyWeights(model), start: startOf(model), trainable: model.trainable }
}

/** The model with its weights; it is not compiled. Throws where it has layers that are not known here. */
export async function unpackModel({ topology, weights, start, trainable }: PackedModel): Promise<Layers.LayersModel> {
  const model = await tf.models.modelFromJSON({ modelTopology: topology } as Layers.ModelAndWeightsConfig)
  countOn(model)
  restoreWeights(model, weights)
  if (start !== undefined) setStart(model, start)
  if (model.trainable !== trainable) model.trainable = trainable
  return model
}
