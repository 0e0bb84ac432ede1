import assert from "node:assert/strict"
import { test } from "node:test"
import { isFolded } from "../../electron/renderer/state/editing.ts"
import { after, book, order, sources } from "./book.ts"

const edit = (cell: string, source: string, at: number) => ({ op: "edit", cell, source, at }) as const

test("a deleted cell comes back by undo where it was, with the outputs that it had", () => {
  const output = { output_type: "stream", name: "stdout", text: "hi" }
  const start = book("1", { source: "2", outputs: [output], execution_count: 3 }, "3")
  const gone = after(start, { op: "select", cell: "b" }, { op: "remove" }).state
  assert.equal(order(gone), "a c")
  assert.equal(gone.active, "c")
  const back = after(gone, { op: "undo" }).state
  assert.equal(order(back), "a b c")
  assert.equal(back.cells.get("b")?.count, 3)
  assert.equal(back.cells.get("b")?.outputs.list.length, 1)
  assert.equal(order(after(back, { op: "redo" }).state), "a c")
})

test("the last cell of all leaves an empty one behind", () => {
  const { state } = after(book("1", "2"), { op: "selectAll" }, { op: "remove" })
  assert.deepEqual(sources(state), [""])
})

test("typing without a pause is one step of undo, a pause or another cell begins the next", () => {
  const typed = after(
    book("", ""),
    edit("a", "x", 1000),
    edit("a", "xy", 1300),
    edit("a", "xyz", 9000),
    edit("b", "q", 9100),
  ).state
  assert.equal(typed.past.length, 3)
  const once = after(typed, { op: "undo" })
  assert.deepEqual(sources(once.state), ["xyz", ""])
  assert.equal(once.state.active, "b")
  assert.deepEqual(sources(after(once.state, { op: "undo" }).state), ["xy", ""])
  assert.deepEqual(sources(after(once.state, { op: "undo" }, { op: "undo" }).state), ["", ""])
})

test("undo takes back text and keeps results that came since", () => {
  const run = { op: "run", cells: ["a"], messages: ["m"], at: 0 } as const
  const text = { name: "stdout", text: "1" }
  const state = after(
    book("1"),
    edit("a", "2", 0),
    run,
    { op: "message", parent: "m", type: "stream", content: text, at: 1 },
    { op: "undo" },
  ).state
  assert.deepEqual(sources(state), ["1"])
  assert.equal(state.cells.get("a")?.outputs.list.length, 1)
})

test("splitting cuts at the cursor without doubling the line break, and merging puts it together again", () => {
  const split = after(book("one\ntwo"), { op: "split", offset: 3, id: "n" }).state
  assert.deepEqual(sources(split), ["one", "two"])
  assert.equal(split.active, "n")
  assert.deepEqual(split.caret, { cell: "n", offset: 0 })
  const merged = after(
    split,
    { op: "select", cell: "a" },
    { op: "select", cell: "n", extend: true },
    { op: "merge", with: "selection" },
  )
  assert.deepEqual(sources(merged.state), ["one\ntwo"])
})

test("merging one cell takes the one below", () => {
  assert.deepEqual(sources(after(book("1", "2", "3"), { op: "merge", with: "selection" }).state), ["1\n2", "3"])
})

test("several cells move together and stop at the ends", () => {
  const chosen = after(book("1", "2", "3", "4"), { op: "select", cell: "b" }, { op: "step", by: 1, extend: true }).state
  const down = after(chosen, { op: "move", to: "down" }).state
  assert.equal(order(down), "a d b c")
  assert.equal(order(after(down, { op: "move", to: "down" }).state), "a d b c")
  assert.equal(order(after(chosen, { op: "move", to: "up" }, { op: "move", to: "up" }).state), "b c a d")
})

test("a dragged cell goes before the cell it is dropped on, and the selection goes with it", () => {
  const start = book("1", "2", "3", "4")
  assert.equal(order(after(start, { op: "move", to: "before", cell: "d", target: "b" }).state), "a d b c")
  const two = after(start, { op: "select", cell: "a" }, { op: "step", by: 1, extend: true }).state
  assert.equal(order(after(two, { op: "move", to: "before", cell: "b", target: undefined }).state), "c d a b")
  assert.equal(order(after(two, { op: "move", to: "before", cell: "a", target: "b" }).state), "a b c d")
})

test("pasted cells are copies with ids of their own and no run", () => {
  const copied = after(book("1", "2"), { op: "copy", cut: false }, { op: "paste", where: "below", ids: ["p"] }).state
  assert.equal(order(copied), "a p b")
  assert.equal(copied.cells.get("p")?.source, "1")
  const cut = after(copied, { op: "copy", cut: true }, { op: "paste", where: "above", ids: ["q"] }).state
  assert.equal(order(cut), "a q b")
})

test("pasting over the selection replaces it", () => {
  const state = after(
    book("1", "2", "3"),
    { op: "copy", cut: false },
    { op: "select", cell: "c" },
    { op: "paste", where: "over", ids: ["p"] },
  ).state
  assert.equal(order(state), "a b p")
  assert.equal(state.active, "p")
})

test("changing the type keeps the text and drops outputs that the new type cannot have", () => {
  const output = { output_type: "stream", name: "stdout", text: "hi" }
  const text = after(book({ source: "# t", outputs: [output] }), { op: "setType", type: "markdown" }).state.cells.get(
    "a",
  )!
  assert.equal(text.type, "markdown")
  assert.equal(text.outputs.list.length, 0)
  const heading = after(book("## old"), { op: "heading", level: 3 }).state.cells.get("a")!
  assert.equal(heading.source, "### old")
  assert.equal(heading.type, "markdown")
})

test("folding writes Jupyter's own metadata and takes them away again", () => {
  const folded = after(book({ source: "1", metadata: { tags: ["t"] } }), { op: "fold", what: "outputs" }).state
  assert.deepEqual(folded.cells.get("a")?.metadata, { tags: ["t"], jupyter: { outputs_hidden: true } })
  assert.equal(isFolded(folded.cells.get("a")!, "outputs"), true)
  assert.deepEqual(after(folded, { op: "fold", what: "outputs" }).state.cells.get("a")?.metadata, { tags: ["t"] })
})

test("replacing over cells is one step of undo", () => {
  const edits = [
    { cell: "a", source: "y" },
    { cell: "b", source: "y" },
  ]
  const done = after(book("x", "x"), { op: "replaceAll", edits }).state
  assert.deepEqual(sources(done), ["y", "y"])
  assert.deepEqual(sources(after(done, { op: "undo" }).state), ["x", "x"])
})
