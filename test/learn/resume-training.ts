import { writeFileSync } from "node:fs"
import { type Dataset, type FitOptions, fit, tf } from "../../kernel/learn/index.ts"
import { hasNative } from "../../kernel/native/index.ts"
import { cell } from "./cell.ts"
import { digits } from "./digits.ts"
import { cnn } from "./network.ts"

/** One small training with everything in it that has a state: dropout, a schedule, early stopping, moments. */
export async function resumableTraining(folder: string, options: Partial<FitOptions> = {}) {
  const data: Dataset = await digits().take(300).scale("min-max").split({ test: 0.2, stratify: "label", seed: 7 })
  const model = modelOf(data)
  const trained = await fit(model, data, {
    epochs: 5,
    batchSize: 16,
    seed: 3,
    optimizer: tf.train.adam(5e-3),
    learningRate: { kind: "plateau", patience: 1, factor: 0.5 },
    earlyStopping: { patience: 4, minDelta: 1e-3 },
    // Native TensorFlow is at the end of it before a longer time is over.
    checkpoints: { folder, everySeconds: hasNative() ? 0.001 : 0.02 },
    ...options,
  })
  const curve = trained.history.map(({ seconds: _, ...row }) => row)
  return { curve, best: trained.best?.epoch, weights: model.getWeights().map(weight => [...weight.dataSync()]) }
}

function modelOf(data: Dataset) {
  using _run = cell("model", { seed: 1 })
  return cnn(data)
}

// Run as a program: trains, and writes what came of it.
if (process.argv[1] === import.meta.filename) {
  const [, , folder, result] = process.argv
  writeFileSync(result!, JSON.stringify(await resumableTraining(folder!)))
}
