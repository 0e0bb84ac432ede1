import { data, evaluate, fit, tf } from "../../kernel/learn/index.ts"

/*
 * Run as a program with a small heap: trains on a table of `<file.parquet>` that is larger than it may hold, and prints what it
 * reached and the most memory that it had.
 */
const [file, sample = "20000"] = process.argv.slice(2)
const big = await data
  .parquet(file!)
  .predict("y", { sample: Number(sample) })
  .scale("standard")
  .split({ test: 0.2, seed: 1 })
const net = tf.sequential({ layers: [tf.layers.dense({ inputShape: big.shape, units: 1 })] })
const before = process.resourceUsage().maxRSS
let batches = 0
const trained = await fit(net, big, {
  epochs: 1,
  batchSize: 1024,
  validation: 0,
  shuffle: 8192,
  optimizer: tf.train.adam(0.02),
  observers: [{ batch: () => void batches++ }],
})
const report = await evaluate(trained, big.test)
const { maxRSS } = process.resourceUsage()
console.log(JSON.stringify({ rows: big.train.size + big.rest!.rows, batches, r2: report.r2, maxRSS, before }))
