import assert from "node:assert/strict"
import { test } from "node:test"
import { kindOf } from "../../kernel/contracts/brand.ts"
import { mimeTypes, reportSchema } from "../../kernel/contracts/mime.ts"
import { classification } from "../../kernel/learn/evaluate/classification.ts"
import { regression } from "../../kernel/learn/evaluate/regression.ts"
import { evaluate, expect, fit, Split } from "../../kernel/learn/index.ts"
import { cell, lastOf } from "./cell.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { mlp } from "./network.ts"
import { figures } from "./sklearn.ts"

function same(ours: unknown, theirs: unknown, place: string): void {
  if (typeof theirs === "number") {
    assert.ok(Math.abs(Number(ours) - theirs) < 1e-9, `${place}: ${ours} and ${theirs}`)
    return
  }
  for (const [key, value] of Object.entries(theirs as object)) {
    same((ours as Record<string, unknown>)[key], value, `${place}.${key}`)
  }
}

for (const [i, wanted] of figures.classification.entries()) {
  test(`figures of ${wanted.classes} classes (${i}) are those of ${figures.madeBy}`, () => {
    const ours = classification(wanted.actual, wanted.predicted, wanted.probabilityOfActual, wanted.classes)
    same(ours, wanted.figures, "figures")
  })
}

test(`figures of predicted numbers are those of ${figures.madeBy}`, () => {
  for (const wanted of figures.regression) same(regression(wanted.actual, wanted.predicted), wanted.figures, "figures")
})

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
