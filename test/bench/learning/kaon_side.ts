import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { datasetFrom, fit, loadModel, tf } from "../../../kernel/learn/index.ts"
import { randomFrom } from "../../../kernel/learn/random.ts"
import { batch, classes, networksOf, side } from "./networks.ts"

/*
 * One measurement of Kaon in a process of its own, by what users call: `fit` on a dataset, and a saved model's predictions.
 * node kaon_side.ts NETWORK EXAMPLES EPOCHS PREDICTIONS; KAON_TENSORFLOW chooses the backend.
 */
const [name = "cnn", examples = "6000", epochs = "4", predictions = "300"] = process.argv.slice(2)
const rows = Number(examples)
const random = randomFrom(1)
const payload = {
  id: "noise",
  title: "Noise",
  target: "label",
  citation: "none",
  licence: "CC0",
  splits: {
    all: {
      rows,
      columns: [
        {
          name: "image",
          kind: "image" as const,
          shape: [side, side, 1],
          values: Uint8Array.from({ length: rows * side * side }, () => random() * 256),
          range: [0, 255] as [number, number],
        },
        {
          name: "label",
          kind: "class" as const,
          shape: [],
          values: Uint8Array.from({ length: rows }, () => random() * classes),
          classes: [..."0123456789"],
        },
      ],
    },
  },
}
const data = await datasetFrom(async () => payload)
  .scale("min-max")
  .split({ test: 0, seed: 1 })
const model = networksOf(tf)[name]!()
// Keras trains twice as many, in two ways of which the better counts: as many chances of a quiet moment here.
const trained = await fit(model, data, { epochs: 2 * Number(epochs), batchSize: batch, validation: 0 })
// The first epoch holds what is done once: compiling, and the library's own preparations.
const seconds = trained.history.slice(1).map(row => row.seconds)
const rate = data.train.size / Math.min(...seconds)

const folder = mkdtempSync(path.join(tmpdir(), "kaon-bench-"))
await trained.save(folder)
const loaded = await loadModel(folder)
rmSync(folder, { recursive: true })
const one = Float32Array.from({ length: side * side }, () => random() * 255)
const times: number[] = []
for (let i = 0; i < Number(predictions) + 20; i++) {
  const began = performance.now()
  loaded.predictTensor(one, 1)
  times.push(performance.now() - began)
}
const sorted = times.slice(20).sort((a, b) => a - b)
console.log(JSON.stringify({ rate, latency: sorted[Math.floor(sorted.length / 2)] }))
