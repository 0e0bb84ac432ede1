import assert from "node:assert/strict"
import { test } from "node:test"
import type { Run } from "../../electron/renderer/jupyter/runs.ts"
import { columnsOf, sorted, text } from "../../electron/renderer/runs/differing.ts"
import { perPixel, smoothed } from "../../electron/renderer/runs/series.ts"

const run = (number: number, params: Run["params"], figures: Run["figures"]): Run => ({
  id: `run-${number}`,
  number,
  folder: "",
  notebook: "a.ipynb",
  state: "done",
  params,
  began: number,
  ended: number,
  seconds: 1,
  resumed: 0,
  steps: { total: 1, done: 1, cached: 0, failed: 0 },
  figures,
  error: null,
  commit: null,
  dirty: false,
})
const runs = [
  run(1, { rate: 0.1, kind: "a" }, { accuracy: 0.9, loss: 0.3 }),
  run(2, { rate: 0.01, kind: "a" }, { accuracy: 0.95, loss: 0.3 }),
  run(3, { rate: 0.1, kind: "a", more: [1] }, { accuracy: null, loss: 0.3 }),
]

test("of many runs those parameters and figures are shown in which they differ, parameters first", () => {
  const names = (differing: boolean) => columnsOf(runs, differing).map(({ kind, name }) => `${kind} ${name}`)
  assert.deepEqual(names(true), ["parameter rate", "parameter more", "figure accuracy"])
  assert.deepEqual(names(false).length, 5)
})

test("runs are sorted by a figure both ways, those without one last", () => {
  const numbers = (down: boolean) => sorted(runs, { kind: "figure", name: "accuracy" }, down).map(run => run.number)
  assert.deepEqual(numbers(true), [2, 1, 3])
  assert.deepEqual(numbers(false), [1, 2, 3])
  assert.equal(text([1, "x"]), '[1,"x"]')
})

test("smoothing has no bias towards the beginning: a level series stays level, and the first value is itself", () => {
  const level = Array.from({ length: 50 }, (_, x) => ({ x, y: 3 }))
  for (const { y } of smoothed(level, 0.9)) assert.ok(Math.abs(y - 3) < 1e-12)
  const [first, second] = smoothed(
    [
      { x: 0, y: 1 },
      { x: 1, y: 2 },
    ],
    0.5,
  )
  assert.equal(first!.y, 1)
  // (1 × 0.5 × 0.5 + 2 × 0.5) / (1 − 0.5²)
  assert.ok(Math.abs(second!.y - 1.25 / 0.75) < 1e-12)
})

test("of a long series each pixel keeps its lowest and its highest point, in order", () => {
  const points = Array.from({ length: 100_000 }, (_, x) => ({
    x,
    y: x === 77_777 ? 9 : x === 12_345 ? -9 : Math.sin(x),
  }))
  const drawn = perPixel(points, 300)
  assert.ok(drawn.length <= 1200, String(drawn.length))
  assert.ok(drawn.some(({ x }) => x === 77_777) && drawn.some(({ x }) => x === 12_345))
  assert.ok(drawn.every(({ x }, at) => at === 0 || drawn[at - 1]!.x < x))
  assert.equal(perPixel(points.slice(0, 10), 300).length, 10)
})
