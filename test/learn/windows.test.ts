import assert from "node:assert/strict"
import { test } from "node:test"
import type { DatasetPayload } from "../../kernel/contracts/dataset.ts"
import { regular } from "../../kernel/learn/data/series/regular.ts"
import { baseline, datasetFrom, evaluate, fit, tf, type WindowOptions } from "../../kernel/learn/index.ts"
import { cell } from "./cell.ts"

const hour = 3_600_000
const start = Date.UTC(2026, 0, 1)

/** `count` hours of a series whose value is its hour, with a plan that is known ahead; some hours may be missing. */
function seriesOf(count: number, missing: readonly number[] = [], value = (i: number) => i): DatasetPayload {
  const hours = Array.from({ length: count }, (_, i) => i).filter(i => !missing.includes(i))
  // The rows of a table come in any order.
  const rows = hours.toReversed()
  const column = (name: string, kind: "number" | "date", of: (i: number) => number) => ({
    name,
    kind,
    shape: [],
    values: Float64Array.from(rows, of),
  })
  return {
    id: "load",
    title: "Load",
    target: "load",
    citation: "",
    licence: "",
    splits: {
      all: {
        rows: rows.length,
        columns: [
          column("time", "date", i => start + i * hour),
          column("load", "number", value),
          column("plan", "number", i => i % 24),
        ],
      },
    },
  }
}

const options: WindowOptions = { time: "time", past: 6, ahead: 3 }
const load = (payload: DatasetPayload, more: Partial<WindowOptions> = {}) =>
  datasetFrom(async () => payload).windows({ ...options, ...more })

test("a window has the past of its columns, what is known of the rows ahead, and the values to come", async () => {
  const data = await load(seriesOf(40), { known: ["plan", "time"] })
    .dateParts({ columns: ["time"] })
    .split({ test: 0.2 })
  const [row] = data.train.rows(1)
  assert.deepEqual(row, {
    time: start + 6 * hour,
    load: [0, 1, 2, 3, 4, 5],
    plan: [6, 7, 8],
    "load ahead": [6, 7, 8],
  })
  assert.equal(data.train.targets, 3)
  assert.deepEqual([...data.train.ys.subarray(0, 6)], [6, 7, 8, 7, 8, 9])
})

test("windows are split by time: nothing that is trained on or validated reaches into what is tested", async () => {
  for (const spec of [{ test: 0.25, validation: 0.25 }, { test: 0.3 }]) {
    const data = await load(seriesOf(200)).split(spec)
    const times = (split = data.test) => split.rows({ limit: 1000 }).map(({ time }) => Number(time))
    const order = data.splits.map(split => times(split))
    for (const [earlier, later] of [order.slice(0, 2), order.slice(-2)]) {
      assert.ok(Math.max(...earlier!) + 3 * hour <= Math.min(...later!))
    }
  }
})

test("a split by chance, which would test on what was trained on, is not to be had", async () => {
  await assert.rejects(async () => await load(seriesOf(60)).split({ stratify: true }), { code: "DATA_INVALID" })
})

test("folds of windows are by time, and keep clear of each other as well", async () => {
  for (const { train, test } of await load(seriesOf(120)).folds(4)) {
    const times = (split: typeof train) => split.rows({ limit: 1000 }).map(({ time }) => Number(time))
    assert.ok(Math.max(...times(train)) + 3 * hour <= Math.min(...times(test)))
  }
})

test("fit validates windows on the latest of the training rows, not on their neighbours", async () => {
  const data = await load(seriesOf(200)).scale("standard").split({ test: 0.2 })
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: data.shape, units: 3 })] })
  const trained = await fit(model, data, { epochs: 1, validation: 0.2 })
  // The series grows: later windows have larger values, so an untrained model is further off there.
  assert.ok(trained.history[0]!.valLoss! > trained.history[0]!.loss * 1.5)
})

test("windows over a gap are left out; a number or the previous value fills it", async () => {
  const holes = [20, 21]
  const all = (await load(seriesOf(60)).split({ test: 0 })).train.size
  const left = await load(seriesOf(60, holes)).split({ test: 0 })
  assert.equal(all, 52)
  assert.equal(left.train.size, 12 + 30)
  const filled = await load(seriesOf(60, holes), { gaps: 0, known: ["plan"] }).split({ test: 0 })
  const at = filled.train.rows({ limit: 100 }).find(({ time }) => time === start + 20 * hour)!
  assert.deepEqual(
    [at["load ahead"], at.plan],
    [
      [0, 0, 22],
      [19, 19, 22],
    ],
  )
  const previous = await load(seriesOf(60, holes), { gaps: "previous" }).split({ test: 0 })
  const same = previous.train.rows({ limit: 100 }).find(({ time }) => time === start + 20 * hour)!
  assert.deepEqual(same["load ahead"], [19, 19, 22])
})

const refused: [string, () => PromiseLike<unknown>, RegExp][] = [
  ["a column that is not there", () => load(seriesOf(40), { time: "tiem" }), /"tiem"/],
  ["a past of no rows", () => load(seriesOf(40), { past: 0 }), /past is 0/],
  ["a series that is shorter than a window", () => load(seriesOf(8)), /no 9 rows in a row/],
  ["two rows of one time", () => load(twice()), /Two rows have the time 2026-01-01T05:00:00.000Z/],
  ["times that are not one step apart", () => load(uneven()), /not one step apart/],
]
for (const [what, make, message] of refused) {
  test(`${what} is refused with what to do`, async () => {
    await assert.rejects(async () => await make(), { code: "DATA_INVALID", message, fix: /./ })
  })
}

function twice(): DatasetPayload {
  const payload = seriesOf(40)
  assert.ok("all" in payload.splits)
  const [time] = payload.splits.all.columns
  ;(time!.values as Float64Array)[0] = start + 5 * hour
  return payload
}

function uneven(): DatasetPayload {
  const payload = seriesOf(40)
  assert.ok("all" in payload.splits)
  const [time] = payload.splits.all.columns
  ;(time!.values as Float64Array)[0]! += hour / 3
  return payload
}

test("the step of a series is its most frequent one", () => {
  const payload = seriesOf(30, [3, 4, 5, 11])
  assert.ok("all" in payload.splits)
  const series = regular(payload.splits.all, "time", [{ name: "load", gaps: undefined }])
  assert.deepEqual([series.step, series.times.length], [hour, 30])
  assert.deepEqual([...series.values.get("load")!.subarray(2, 7)], [2, Number.NaN, Number.NaN, Number.NaN, 6])
})

test("a network forecasts several steps, is held against the season before, and shows its steps and its last forecasts", async () => {
  const wave = (i: number) => 50 + 20 * Math.sin(i / 3) + (i % 5)
  const data = await load(seriesOf(600, [], wave), { past: 24 })
    .scale("standard")
    .split({ test: 0.2 })
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: data.shape, units: 24, activation: "relu" }),
      tf.layers.dense({ units: 3 }),
      tf.layers.rescaling({ scale: data.target.deviation, offset: data.target.mean }),
    ],
  })
  const trained = await fit(model, data, { epochs: 25, optimizer: tf.train.adam(5e-3), loss: "meanAbsoluteError" })
  using shown = cell("eval")
  const report = await evaluate(trained, data.test)
  const naive = baseline(data, { season: 19 })
  assert.ok(report.mae < 0.5 * naive.mae, `${report.mae} ${naive.mae}`)
  const steps = report.ahead()
  assert.equal(steps.values.length, 3)
  assert.ok(Math.abs(steps.values.reduce((a, b) => a + b, 0) / 3 - report.mae) < 1e-9)
  report.forecast(2)
  const [chart] = shown.outputs.filter(({ bundle }) => String(bundle["text/plain"]).includes("forecast"))
  const text = String(chart!.bundle["text/plain"])
  assert.equal(text.match(/2026-01-\d\dT/g)!.length, 6)
  assert.match(text, /2026-01-25T23:00/)
  const one = await trained.predict(data.test.rows(1)[0]!)
  assert.equal(one.values!.length, 3)
  assert.equal(one.value, one.values![0])
  const { values } = report.intervals({ figures: ["mae"], seed: 1 })
  assert.ok(values.mae!.low < report.mae && report.mae < values.mae!.high)
})

test("the season before is what stood there a season ago; longer than the past it is refused", async () => {
  const data = await load(seriesOf(60)).split({ test: 0.2 })
  assert.equal(baseline(data, { season: 6 }).mae, 6)
  assert.equal(baseline(data, { season: 2 }).maxError, 4)
  assert.throws(() => baseline(data, { season: 7 }), { code: "DATA_INVALID", message: /season of 7/ })
  assert.throws(() => baseline(data, { season: 6, on: data.test.part("test", new Uint32Array()) }), {
    code: "DATA_INVALID",
  })
})
