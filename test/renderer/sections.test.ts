import assert from "node:assert/strict"
import { test } from "node:test"
import { outlineOf } from "../../electron/renderer/frame/outlined.ts"
import { dropPlace, edgeSpeed } from "../../electron/renderer/notebook/dragging.ts"
import { selected } from "../../electron/renderer/state/document.ts"
import { toFile } from "../../electron/renderer/state/file.ts"
import { visible } from "../../electron/renderer/state/sections.ts"
import { after, book, order } from "./book.ts"

const text = (source: string) => ({ cell_type: "markdown", source, outputs: undefined, execution_count: undefined })
const chapters = () => book(text("# One"), "1", text("## Part"), "2", text("# Two"), "3")

test("a folded section hides its cells up to the next heading of its level, for the file too", () => {
  const { state } = after(chapters(), { op: "foldSection", folded: true, cell: "b" })
  assert.deepEqual(visible(state), ["a", "e", "f"])
  assert.equal(state.active, "a")
  assert.equal(toFile(state).cells[0]!.metadata?.["jp-MarkdownHeadingCollapsed"], true)
  assert.deepEqual(visible(after(state, { op: "foldSection", folded: false }).state), state.order)
})

test("the arrows pass over what is folded, and going to a hidden cell opens its section", () => {
  const { state } = after(chapters(), { op: "foldSection", folded: true, cell: "a" }, { op: "step", by: 1 })
  assert.equal(state.active, "e")
  const opened = after(state, { op: "select", cell: "d" }).state
  assert.equal(opened.active, "d")
  assert.deepEqual(visible(opened), opened.order)
})

test("a folded section is deleted, moved and copied as a whole, and undo brings all of it back", () => {
  const { state } = after(chapters(), { op: "foldSection", folded: true, cell: "c" }, { op: "select", cell: "c" })
  assert.deepEqual(selected(state), ["c", "d"])
  const gone = after(state, { op: "remove" }).state
  assert.equal(order(gone), "a b e f")
  assert.equal(order(after(gone, { op: "undo" }).state), "a b c d e f")
  assert.equal(order(after(state, { op: "move", to: "up" }).state), "a c d b e f")
})

test("the outline has headings, stages and names, each below its heading", () => {
  const graph = { nodes: [{ id: "b", number: 1, defines: ["x", "y"], uses: [] }], edges: [] }
  const state = {
    ...book(text("# Title\n\n```\n# no heading\n```\n## Sub"), "const x = 1, y = 2", "%%train cnn\n1"),
    graph,
  }
  assert.deepEqual(
    outlineOf(state).map(({ text, level, stage, names }) => [text, level, stage ?? names]),
    [
      ["Title", 1, undefined],
      ["Sub", 2, undefined],
      ["x, y", 3, true],
      ["cnn", 3, "train"],
    ],
  )
})

test("what is dropped comes to stand before the cell whose upper half is under the pointer", () => {
  const slots = [
    { id: "a", top: 0, bottom: 100 },
    { id: "b", top: 100, bottom: 140 },
  ]
  assert.deepEqual(dropPlace(slots, -50), { before: "a", line: 0 })
  assert.deepEqual(dropPlace(slots, 60), { before: "b", line: 100 })
  assert.deepEqual(dropPlace(slots, 130), { before: undefined, line: 140 })
})

test("the page scrolls only near its edges, faster the nearer", () => {
  assert.equal(edgeSpeed(300, 0, 600), 0)
  assert.ok(edgeSpeed(10, 0, 600) < edgeSpeed(50, 0, 600) && edgeSpeed(50, 0, 600) < 0)
  assert.equal(edgeSpeed(2000, 0, 600), 18)
})

test("undo goes back over typing and structure in the order they happened, and a deleted cell has its outputs again", () => {
  const output = { output_type: "stream", name: "stdout", text: "kept" }
  const start = book({ source: "a", outputs: [output], execution_count: 1 }, "b")
  const { state } = after(
    start,
    { op: "edit", cell: "b", source: "b1", at: 1000 },
    { op: "edit", cell: "b", source: "b12", at: 1100 },
    { op: "remove" },
    { op: "edit", cell: "b", source: "b123", at: 1200 },
  )
  assert.equal(order(state), "b")
  const typing = after(state, { op: "undo" }).state
  assert.deepEqual([order(typing), typing.cells.get("b")!.source], ["b", "b12"])
  const structure = after(typing, { op: "undo" }).state
  assert.equal(order(structure), "a b")
  assert.equal(structure.cells.get("a")!.outputs.list.length, 1)
  const first = after(structure, { op: "undo" }).state
  assert.equal(first.cells.get("b")!.source, "b")
  const again = after(first, { op: "redo" }, { op: "redo" }, { op: "redo" }).state
  assert.deepEqual([order(again), again.cells.get("b")!.source], ["b", "b123"])
})

test("of waiting runs each knows its turn", () => {
  const { state } = after(book("1", "2", "3"), { op: "run", cells: ["b", "a"], messages: ["m1", "m2"], at: 5 })
  const turns = ["a", "b"].map(id => {
    const { run } = state.cells.get(id)!
    return run.state === "queued" ? run.turn : undefined
  })
  assert.ok(turns[1]! < turns[0]!)
})
