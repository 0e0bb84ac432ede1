import type { Dataset } from "../../data/dataset.ts"
import type { Layers } from "../../tf.ts"
import type { Engine } from "../engine.ts"
import type { Keeping } from "../loop.ts"
import { checkpointFolder, readCheckpoint, writeCheckpoint } from "./folder.ts"
import { trainingKey } from "./key.ts"
import type { CheckpointOptions } from "./options.ts"

interface Of {
  model: Layers.LayersModel
  dataset: Dataset
  engine: Engine
  parameters: Readonly<Record<string, string | number | boolean>>
}

/**
 * How a training is kept on disk. Where a checkpoint of the same training is there that did not come to its end, the
 * engine is brought to where it stood, and the training starts there.
 */
export async function openCheckpoints(
  wanted: boolean | CheckpointOptions | undefined,
  { model, dataset, engine, parameters }: Of,
): Promise<Keeping> {
  if (wanted === undefined || wanted === false) return {}
  const { folder: given, everyEpochs = 1, everySeconds = 60, resume = true } = wanted === true ? {} : wanted
  const folder = checkpointFolder(given, dataset.name)
  const key = trainingKey(model, dataset, parameters)
  // A state that cannot be told is better known before the training than an hour into it.
  await engine.slots()
  let written = performance.now()
  let bestWritten: unknown
  const keeping: Keeping = {
    keep(state, best, at) {
      const due = {
        batch: () => performance.now() - written >= everySeconds * 1000,
        epoch: () => state.rows.length % everyEpochs === 0,
        end: () => true,
      }
      if (!due[at]()) return undefined
      return (async () => {
        const finished = at === "end" && (state.early || state.epoch > Number(parameters.epochs))
        const checkpoint = { key, finished, state, weights: engine.weights(), best, slots: await engine.slots() }
        await writeCheckpoint(folder, "last", checkpoint)
        if (best !== undefined && best !== bestWritten) {
          await writeCheckpoint(folder, "best", {
            ...checkpoint,
            finished: true,
            weights: best,
            best: undefined,
            slots: [],
          })
          bestWritten = best
        }
        written = performance.now()
      })()
    },
  }
  if (!resume) return keeping
  const last = await readCheckpoint(folder, "last")
  // The same training with more epochs than it came to its end with is one to go on with.
  const more = last !== undefined && !last.state.early && last.state.epoch <= Number(parameters.epochs)
  if (last === undefined || last.key !== key || (last.finished && !more)) return keeping
  engine.setWeights(last.weights)
  await engine.setSlots(last.slots)
  return { ...keeping, start: { state: last.state, best: last.best } }
}
