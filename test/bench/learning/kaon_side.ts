import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { fit, loadModel, tf } from "../../../kernel/learn/index.ts"
import { randomFrom } from "../../../kernel/learn/random.ts"
import { batch, networksOf, side } from "./networks.ts"
import { noise } from "./noise.ts"

/*
 * One measurement of Kaon in a process of its own, by what users call: `fit` on a dataset, and a saved model's predictions.
 * node kaon_side.ts NETWORK EXAMPLES EPOCHS PREDICTIONS; KAON_TENSORFLOW chooses the backend.
 */
const [name = "cnn", examples = "6000", epochs = "4", predictions = "300"] = process.argv.slice(2)
const random = randomFrom(1)
const data = await noise(Number(examples))
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
