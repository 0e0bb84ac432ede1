import { createRequire } from "node:module"
import path from "node:path"
import util from "node:util"
import type { Core } from "../../../kernel/learn/tf.ts"
import { batch, classes, type Library, networksOf, side } from "./networks.ts"

/*
 * One measurement of tfjs-node: node tfjs_node_side.ts FOLDER NETWORK EXAMPLES EPOCHS PREDICTIONS. It was written for a Node
 * that had these two functions.
 */
Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray })
const [folder = "", name = "cnn", examples = "6000", epochs = "4", predictions = "300"] = process.argv.slice(2)
const tf = createRequire(path.join(folder, "package.json"))("@tensorflow/tfjs-node") as Library

// A quarter of the examples: what it needs for each is what counts, and it needs long.
const count = Math.ceil(Number(examples) / 4)
const model = networksOf(tf)[name]!()
const xs = tf.randomUniform([count, side, side, 1])
const ys = tf.oneHot(tf.randomUniform([count], 0, classes, "int32"), classes)
model.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy", metrics: ["accuracy"] })
const seconds: number[] = []
let began = 0
await model.fit(xs, ys, {
  batchSize: batch,
  epochs: Number(epochs),
  verbose: 0,
  yieldEvery: "never",
  callbacks: {
    onEpochBegin: async () => {
      began = performance.now()
    },
    onEpochEnd: async () => {
      seconds.push((performance.now() - began) / 1000)
    },
  },
})
const one = tf.randomUniform([1, side, side, 1])
const times: number[] = []
for (let i = 0; i < Number(predictions) + 20; i++) {
  const start = performance.now()
  tf.tidy(() => void (model.predict(one) as Core.Tensor).dataSync())
  times.push(performance.now() - start)
}
const sorted = times.slice(20).sort((a, b) => a - b)
console.log(
  JSON.stringify({ rate: count / Math.min(...seconds.slice(1)), latency: sorted[Math.floor(sorted.length / 2)] }),
)
