import assert from "node:assert/strict"
import { test } from "node:test"
import { baseline } from "../../kernel/learn/index.ts"
import { flowers } from "./flowers.ts"

test("the baseline of classes is the most frequent one of the training rows, with their shares as probabilities", async () => {
  const data = await flowers()
    .encode("one-hot")
    .filter(row => row.species !== "lily" || Number(row.width) > 2.5)
    .split({ test: 0.3, seed: 1 })
  const counts = data.classes.map((_, i) => [...data.train.ys].filter(y => y === i).length)
  const most = counts.indexOf(Math.max(...counts))
  const report = baseline(data)
  const hits = [...data.test.ys].filter(y => y === most).length
  assert.equal(report.accuracy, hits / data.test.size)
  const loss = -[...data.test.ys].reduce((sum, y) => sum + Math.log(counts[y]! / data.train.size), 0) / data.test.size
  assert.ok(Math.abs(report.logLoss - loss) < 1e-9)
  assert.equal(report.rocAuc, 0.5)
})

test("the baseline of numbers is the mean or the median of the training rows", async () => {
  const data = await flowers("height").encode("one-hot").split({ test: 0.3, seed: 1 })
  const { mean } = data.target
  const away = [...data.test.ys].map(y => Math.abs(y - mean))
  assert.ok(Math.abs(baseline(data).mae - away.reduce((a, b) => a + b, 0) / away.length) < 1e-6)
  const sorted = [...data.train.ys].sort((a, b) => a - b)
  const median = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
  const off = [...data.test.ys].map(y => Math.abs(y - median))
  const { mae } = baseline(data, { guess: "median" })
  assert.ok(Math.abs(mae - off.reduce((a, b) => a + b, 0) / off.length) < 1e-5)
})
