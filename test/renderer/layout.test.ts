import assert from "node:assert/strict"
import { test } from "node:test"
import { Heights } from "../../electron/renderer/notebook/heights.ts"
import { cellAt, estimate, estimateAgain, topsOf, windowOf } from "../../electron/renderer/notebook/layout.ts"
import { keepHeight } from "../../electron/renderer/outputs/frameheights.ts"
import { fromFile } from "../../electron/renderer/state/file.ts"

/** Numbers that look like chance and are the same in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const topsFor = (heights: readonly number[]) =>
  topsOf(
    heights.map((_, index) => String(index)),
    id => heights[Number(id)]!,
  )

test("only cells near the view are drawn, and the space of the others adds up", () => {
  const tops = topsFor(Array.from({ length: 2000 }, () => 100))
  const range = windowOf(tops, 50_000, 800, 600)
  assert.ok(range.end - range.first <= 22)
  assert.equal(range.above + range.below + (range.end - range.first) * 100, 200_000)
  assert.deepEqual(windowOf(topsFor([50]), 0, 800, 600), { first: 0, end: 1, above: 0, below: 0 })
  assert.deepEqual(windowOf(topsFor([]), 0, 800, 600), { first: 0, end: 0, above: 0, below: 0 })
})

test("whatever the heights and wherever the view: it is covered, no more than needed is drawn, and no pixel is lost", () => {
  const next = chance(7)
  for (let round = 0; round < 500; round++) {
    const heights = Array.from({ length: 1 + Math.floor(next() * 60) }, () => 10 + next() * 1500)
    const tops = topsFor(heights)
    const total = tops.at(-1)!
    const top = (next() * 1.4 - 0.2) * total
    const { first, end, above, below } = windowOf(tops, top, 800, 600)
    const drawn = heights.slice(first, end)
    assert.ok(Math.abs(above + drawn.reduce((sum, height) => sum + height, 0) + below - total) < 1e-6)
    assert.ok(drawn.length > 0)
    if (first > 0) assert.ok(above <= top - 600 && above + drawn[0]! > Math.min(top - 600, total - 1e-6))
    if (end < heights.length) assert.ok(total - below >= top + 800 + 600)
    const inside = Math.min(Math.max(top, 0), total - 1e-6)
    const at = cellAt(tops, inside)
    assert.ok(tops[at]! <= inside && tops[at + 1]! > inside)
  }
})

const book = (output: unknown) =>
  fromFile(
    "a.ipynb",
    {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        { cell_type: "code", id: "a", source: "x", metadata: {}, execution_count: 1, outputs: [output] },
        { cell_type: "code", id: "b", source: "y", metadata: {}, execution_count: 1, outputs: [] },
      ],
    },
    "",
    () => "new",
  )

test("a cell is thought to be as tall as its markup was measured, and is as tall as it was drawn", () => {
  const markup = "<table><tr><td>1</td></tr></table>"
  const { cells } = book({ output_type: "display_data", metadata: {}, data: { "text/html": markup } })
  const heights = new Heights(id => cells.get(id))
  const before = heights.of("a")
  keepHeight(markup, 500)
  assert.equal(heights.of("a"), before)
  estimateAgain(cells.get("a")!)
  assert.equal(heights.of("a"), before + 340)
  assert.equal(heights.note("a", 0), false)
  assert.equal(heights.note("a", before + 340.2), false)
  assert.equal(heights.note("a", 700), true)
  assert.equal(heights.of("a"), 700)
  // Drawn before its frame had said anything; then the frame was measured elsewhere.
  heights.grow("a", keepHeight(markup, 602))
  assert.equal(heights.of("a"), 802)
  assert.equal(heights.of("b"), estimate(cells.get("b")!))
  assert.equal(heights.of("gone"), 0)
})
