import type { Dataset } from "../data/dataset.ts"
import type { Layers } from "../tf.ts"
import { checkShapes } from "../train/shapes.ts"
import { Trained } from "../train/trained.ts"
import { Adopted, type AdoptOptions } from "./graph/adopted.ts"
import { GraphModel } from "./graph/model.ts"

/**
 * A model from elsewhere as one that was trained on a dataset. A model of layers becomes a Trained, which can be evaluated,
 * explained, compressed, saved and served, and which fit trains on; its weights are not changed. A model that was opened as
 * it is can predict and be evaluated.
 *
 * Throws SHAPE_MISMATCH where the model does not take the dataset's examples, or gives no output for each of its classes.
 */
export function adopt(model: Layers.LayersModel, dataset: Dataset): Trained
export function adopt(model: GraphModel, dataset: Dataset, options?: AdoptOptions): Adopted
export function adopt(
  model: Layers.LayersModel | GraphModel,
  dataset: Dataset,
  options: AdoptOptions = {},
): Trained | Adopted {
  if (model instanceof GraphModel) return new Adopted(model, dataset, options)
  checkShapes(model, dataset)
  const { name, fingerprint, classes, steps: preprocessing } = dataset
  return new Trained({
    model,
    history: [],
    best: undefined,
    stopped: "done",
    preprocessing,
    dataset: { name, fingerprint, classes },
  })
}
