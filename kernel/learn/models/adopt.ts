import type { Dataset } from "../data/dataset.ts"
import type { Layers } from "../tf.ts"
import { checkShapes } from "../train/shapes.ts"
import { Trained } from "../train/trained.ts"

/**
 * A model from elsewhere as one that was trained on a dataset: with the dataset's preparation and classes it can be evaluated,
 * explained, compressed, saved and served. Its weights are not changed; fit trains it on.
 *
 * Throws SHAPE_MISMATCH where the model does not take the dataset's examples, or gives no output for each of its classes.
 */
export function adopt(model: Layers.LayersModel, dataset: Dataset): Trained {
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
