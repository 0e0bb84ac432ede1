import assert from "node:assert/strict"
import { test } from "node:test"
import { kindOf } from "../../kernel/contracts/brand.ts"
import { mimeTypes, reportSchema } from "../../kernel/contracts/mime.ts"
import { evaluate, expect, fit, metrics, Split, tf } from "../../kernel/learn/index.ts"
import { cell, lastOf } from "./cell.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { mlp } from "./network.ts"

async function trainedDigits() {
  const data = await digits().take(400).scale("min-max").split({ test: 0.25, stratify: "label", seed: 7 })
  return { data, trained: await fit(mlp(data, 32), data, { epochs: 30 }) }
}

test("a report counts what predict says, and shows figures, confusion, the worst and predictions", async () => {
  const { data, trained } = await trainedDigits()
  using run = cell("eval")
  const report = await evaluate(trained, data.test)
  assert.equal(kindOf(report), "report")
  const predictions = await trained.predict(data.test)
  const hits = predictions.filter(({ value }, i) => value === data.test.ys[i]).length
  assert.equal(report.accuracy, hits / data.test.size)
  assert.ok(report.accuracy > 0.8)
  assert.equal(report.micro.f1, report.accuracy)
  const view = reportSchema.parse(lastOf(run.outputs, mimeTypes.report))
  assert.equal(
    view.confusion!.flat().reduce((a, b) => a + b, 0),
    100,
  )

  const confusion = report.confusion()
  assert.equal(
    confusion.counts[3]!.reduce((a, b) => a + b, 0),
    data.test.ys.filter(label => label === 3).length,
  )
  const heatMap = lastOf(run.outputs, mimeTypes.vegaLite5) as { data: { values: unknown[] } }
  assert.equal(heatMap.data.values.length, 100)

  const worst = report.worst(100)
  const svg = String(worst.bundle["image/svg+xml"])
  assert.equal(svg.match(/data:image\/png;base64/g)?.length, 100)
  assert.equal(svg.match(/✗/g)?.length, 100 - hits)
  assert.ok(svg.includes("#cf222e"))
  const trueProbability = (row: number) => {
    const place = data.test.indices.indexOf(row)
    return predictions[place]!.probabilities[data.classes[data.test.ys[place]!]!]!
  }
  const order = String(worst)
    .split("\n")
    .slice(3)
    .map(line => trueProbability(Number.parseInt(line, 10)))
  assert.equal(order.length, 100)
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
    "the least sure of the truth come first",
  )
  assert.equal(String(report.predictions()).split("\n").length, 3 + 25)
})

test("a gate on a figure throws with its name and value, and stands in the report", async () => {
  const { data, trained } = await trainedDigits()
  using run = cell("eval")
  const report = await evaluate(trained, data.test)
  expect(report.accuracy).atLeast(0.5)
  expect(report.logLoss).atMost(100)
  assert.throws(() => expect(report.accuracy).atLeast(0.999999), {
    code: "GATE_NOT_MET",
    message: `accuracy is ${report.accuracy}, below the gate of 0.999999.`,
  })
  assert.throws(() => expect(0.25).atMost(0.2), {
    code: "GATE_NOT_MET",
    message: "the value is 0.25, above the gate of 0.2.",
  })
  assert.throws(() => expect(Number.NaN).atLeast(0), { code: "GATE_NOT_MET" })
  const { gates } = reportSchema.parse(lastOf(run.outputs, mimeTypes.report))
  assert.deepEqual(
    gates.map(({ figure, met }) => [figure, met]),
    [
      ["accuracy", true],
      ["logLoss", true],
      ["accuracy", false],
    ],
  )
  const shown = run.outputs.filter(({ bundle }) => mimeTypes.report in bundle)
  assert.equal(new Set(shown.map(({ displayId }) => displayId)).size, 1)
})

test("a report about numbers has errors, not classes; its examples are a table", async () => {
  const data = await flowers("height").scale("standard").encode("one-hot").split({ seed: 1 })
  const report = await evaluate(await fit(mlp(data), data, { epochs: 5 }), data.test)
  assert.ok(report.mae <= report.rmse)
  assert.ok(report.r2 < 1)
  assert.throws(() => report.accuracy, { code: "DATA_INVALID", message: /regression.*no accuracy/ })
  assert.throws(() => report.confusion(), { code: "DATA_INVALID" })
  assert.ok(mimeTypes.table in report.worst(5).bundle)
})

test("a split that is empty or of other data is refused", async () => {
  const { data, trained } = await trainedDigits()
  const empty = new Split("test", data.source, new Uint32Array(), data.preprocessing)
  await assert.rejects(evaluate(trained, empty), { code: "DATA_INVALID", message: /no rows/ })
  const other = await flowers().encode("one-hot")
  await assert.rejects(evaluate(trained, other.test), { code: "DATA_INVALID", message: /classes of "digits"/ })
})

test("a report has the figures of probabilities, and curves that show them", async () => {
  const { data, trained } = await trainedDigits()
  using run = cell("eval")
  const report = await evaluate(trained, data.test)
  const predictions = await trained.predict(data.test)
  const table = predictions.map(({ probabilities }) => data.classes.map(name => probabilities[name]!))
  assert.equal(report.rocAuc, metrics.rocAuc(data.test.ys, table))
  assert.equal(report.prAuc, metrics.averagePrecision(data.test.ys, table))
  assert.equal(report.brier, metrics.brier(data.test.ys, table))
  assert.equal(report.topK(3), metrics.topK(data.test.ys, table, { k: 3 }))
  assert.ok(report.rocAuc > 0.95 && report.topK(3) > report.accuracy && report.kappa < report.accuracy)
  assert.ok(Math.abs(report.rocAucBy({ multi: "ovo" }) - report.rocAuc) < 0.05)
  for (const view of [report.roc(), report.precisionRecall(), report.calibration()]) {
    assert.ok(mimeTypes.vegaLite6 in view.bundle && String(view).split("\n").length > 5)
  }
  assert.equal(run.outputs.filter(({ bundle }) => mimeTypes.vegaLite5 in bundle).length, 3)
  expect(report.rocAuc).atLeast(0.9)
  assert.equal(report.gates.at(-1)!.figure, "rocAuc")
})

test("intervals hold the figure, narrow with more examples, and are the same each time", async () => {
  const { data, trained } = await trainedDigits()
  const report = await evaluate(trained, data.test)
  const { accuracy, f1 } = report.intervals({ resamples: 400 }).values
  assert.ok(accuracy!.low < report.accuracy && report.accuracy < accuracy!.high)
  assert.equal(f1!.value, report.f1)
  assert.deepEqual(report.intervals({ resamples: 400 }).values, { accuracy, f1 })
  const all = await evaluate(trained, data.train)
  const wide = accuracy!.high - accuracy!.low
  const narrow = all.intervals({ resamples: 400 }).values.accuracy!
  assert.ok(narrow.high - narrow.low < wide)
  assert.throws(() => report.intervals({ figures: ["rmse"] }), { code: "DATA_INVALID", message: /no rmse/ })
})

test("slices name the part that a model is worst at, by a column, by quarters of numbers, or by a function", async () => {
  const data = await flowers("species").scale("standard").encode("one-hot").split({ seed: 1 })
  const report = await evaluate(await fit(mlp(data), data, { epochs: 5 }), data.test)
  const { slices } = report.slices("season")
  assert.deepEqual(new Set(slices.map(({ name }) => name)), new Set(["spring", "autumn"]))
  assert.equal(
    slices.reduce((sum, { count }) => sum + count, 0),
    data.test.size,
  )
  const mean = slices.reduce((sum, { count, figures }) => sum + count * figures.accuracy!, 0) / data.test.size
  assert.ok(Math.abs(mean - report.accuracy) < 1e-12)
  assert.ok(slices[0]!.figures.accuracy! <= slices[1]!.figures.accuracy!)
  assert.equal(report.slices("width").slices.length, 4)
  const own = report.slices(row => Number(row.width) > 3, ["logLoss"]).slices
  assert.ok(own[0]!.figures.logLoss! >= own[1]!.figures.logLoss!)
  assert.throws(() => report.slices("colour"), { code: "DATA_INVALID", message: /"colour" is no column/ })
})

test("weights of examples count in every figure", async () => {
  const data = await flowers("height").scale("standard").encode("one-hot").split({ seed: 1 })
  const trained = await fit(mlp(data), data, { epochs: 5 })
  const only = (await evaluate(trained, data.test, { weights: row => Number(row.season === "spring") })).mae
  const slices = (await evaluate(trained, data.test)).slices("season", ["mae"]).slices
  assert.ok(Math.abs(only - slices.find(({ name }) => name === "spring")!.figures.mae!) < 1e-9)
  await assert.rejects(evaluate(trained, data.test, { weights: () => -1 }), {
    code: "DATA_INVALID",
    message: /weights\[0\] is -1/,
  })
})

test("outputs that are no probabilities leave the figures of classes", async () => {
  const data = await digits().take(200).scale("min-max").split({ test: 0.25, seed: 7 })
  const logits = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 10 })],
  })
  const trained = await fit(logits, data, {
    epochs: 3,
    loss: (actual, predicted) =>
      tf.losses.softmaxCrossEntropy(actual, predicted, undefined, undefined, tf.Reduction.NONE),
  })
  const report = await evaluate(trained, data.test)
  assert.ok(report.accuracy > 0)
  assert.throws(() => report.rocAuc, { code: "DATA_INVALID", message: /no rocAuc/ })
})

test("a report brings its worst mistakes along: real ones, the worst first, a few of each kind, with small pictures", async () => {
  const { data, trained } = await trainedDigits()
  using running = cell()
  const report = await evaluate(trained, data.test)
  report.show()
  const { examples = [], confusion = [] } = reportSchema.parse(lastOf(running.outputs, mimeTypes.report))
  const wrong = confusion.reduce(
    (sum, row, i) => sum + row.reduce((all, count, j) => all + (i === j ? 0 : count), 0),
    0,
  )
  assert.ok(wrong > 0 && examples.length > 0 && examples.length <= wrong)
  for (const { actual, predicted, picture } of examples) {
    assert.notEqual(actual, predicted)
    assert.ok(confusion[actual]![predicted]! > 0)
    assert.match(picture ?? "", /^data:image\/png;base64,/)
  }
  assert.equal(new Set(examples.map(({ row }) => row)).size, examples.length)
})
