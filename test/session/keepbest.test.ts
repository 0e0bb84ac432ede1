import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { ExtensionClient, KernelClient } from "../../kernel/client/index.ts"
import { startOurs, textOf } from "./kernel.ts"

let kernel: KernelClient
let kaon: ExtensionClient
before(async () => {
  kernel = await startOurs()
  kaon = await kernel.extension()
})
after(() => kernel.shutdown())

test("a training that is told to keep its best stops, and its model is as it was in that epoch", async () => {
  // The rate ruins the model after its second epoch: the last weights are worse than the best by far.
  const code = `import digitsSource from "kaon:datasets/digits"
const digits = await digitsSource.load().scale("min-max").split({ test: 0.3, seed: 1 })
const net = tf.sequential({ layers: [
  tf.layers.flatten({ inputShape: digits.shape }),
  tf.layers.dense({ units: digits.classes.length, activation: "softmax" }),
] })
let epochs = 0
const trained = await fit(net, digits, {
  epochs: 100_000, batchSize: 64, optimizer: tf.train.sgd(0.1),
  learningRate: epoch => epoch <= 2 ? 0.1 : 1e-9 * -1e9,
  onEpoch: () => { if (++epochs === 5) console.log("five") },
})`
  const five = Promise.withResolvers<void>()
  const running = kernel.execute(code, {
    onOutput: ({ content }) => String(content.text ?? "").includes("five") && five.resolve(),
  })
  await Promise.race([five.promise, running])
  assert.deepEqual(await kaon.call("training.keepBest", {}), { stopped: true })
  const { status, error } = await running
  assert.equal(status, "ok", error?.traceback.join("\n") ?? "")
  const told = textOf(
    await kernel.execute(`const { best, stopped, history } = trained
const now = await evaluate(trained, digits.train)
JSON.stringify([stopped, best.epoch, history.at(-1).epoch > best.epoch, now.accuracy > history.at(-1).accuracy + 0.1])`),
  )
  assert.match(told ?? "", /\["interrupted",\d+,true,true\]/)
})

test("where nothing trains, there is no best to keep", async () => {
  assert.deepEqual(await kaon.call("training.keepBest", {}), { stopped: false })
})
