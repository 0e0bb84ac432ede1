import assert from "node:assert/strict"
import { test } from "node:test"
import { shown } from "../../electron/renderer/state/terminal.ts"
import { after, book, order } from "./book.ts"

const run = (...cells: string[]) => ({ op: "run", cells, messages: cells.map(cell => `m-${cell}`), at: 100 }) as const
const said = (parent: string, type: string, content: unknown) =>
  ({ op: "message", parent, type, content, at: 200 }) as const
const replied = (parent: string, status: "ok" | "error" | "aborted") =>
  ({ op: "reply", parent, status, count: 1, at: 350 }) as const

test("running sends code cells in order, renders text cells and leaves empty ones", () => {
  const start = book("1", { cell_type: "markdown", source: "# t" }, "  ", "4")
  const { state, effects } = after(start, { op: "render", cell: "b", rendered: false }, run("a", "b", "c", "d"))
  const sent = effects.filter(({ effect }) => effect === "execute")
  assert.deepEqual(sent, [
    { effect: "execute", cell: "a", source: "1", message: "m-a" },
    { effect: "execute", cell: "d", source: "4", message: "m-d" },
  ])
  assert.equal(state.cells.get("b")?.rendered, true)
  assert.equal(state.cells.get("a")?.run.state, "queued")
})

test("a cell keeps its old outputs until its run begins, then shows the new ones and how long it took", () => {
  const old = { output_type: "stream", name: "stdout", text: "old" }
  const queued = after(book({ source: "1", outputs: [old] }), run("a")).state
  assert.equal(queued.cells.get("a")?.outputs.list.length, 1)
  const started = after(queued, said("m-a", "execute_input", {})).state
  assert.equal(started.cells.get("a")?.outputs.list.length, 0)
  const done = after(started, said("m-a", "stream", { name: "stdout", text: "new" }), replied("m-a", "ok")).state
  const cell = done.cells.get("a")!
  assert.deepEqual(cell.run, { state: "done", message: "m-a", started: 200, ended: 350 })
  assert.equal(cell.count, 1)
  assert.equal(done.saved, "dirty")
})

test("a reply that overtakes the outputs of its run ends it all the same, and the outputs still arrive", () => {
  const old = { output_type: "stream", name: "stdout", text: "old" }
  const state = after(
    book({ source: "1", outputs: [old] }),
    run("a"),
    replied("m-a", "ok"),
    said("m-a", "execute_input", {}),
    said("m-a", "stream", { name: "stdout", text: "new" }),
  ).state
  const { run: ended, outputs } = state.cells.get("a")!
  assert.equal(ended.state, "done")
  assert.deepEqual(
    outputs.list.map(output => output.kind === "stream" && shown(output.text)),
    ["new"],
  )
})

test("a cell that waits or runs is not sent a second time", () => {
  const { effects } = after(book("1"), run("a"), run("a"))
  assert.equal(effects.filter(({ effect }) => effect === "execute").length, 1)
})

test("Shift Enter goes to the next cell, and below the last one to a new cell in edit mode", () => {
  const next = after(book("1", "2"), { ...run("a"), after: "next" }).state
  assert.equal(next.active, "b")
  assert.equal(next.mode, "command")
  const last = after(next, { ...run("b"), after: "next", id: "n" }).state
  assert.equal(order(last), "a b n")
  assert.equal(last.active, "n")
  assert.equal(last.mode, "edit")
  assert.equal(order(after(book("1", "2"), { ...run("a"), after: "insert", id: "n" }).state), "a n b")
})

test("an update of a display reaches every cell that shows it", () => {
  const show = { data: { "text/plain": "0 %" }, transient: { display_id: "d" } }
  const update = { data: { "text/plain": "50 %" }, transient: { display_id: "d" } }
  const state = after(
    book("1", "2"),
    run("a", "b"),
    said("m-a", "display_data", show),
    said("m-b", "display_data", show),
    said("unknown", "update_display_data", update),
  ).state
  for (const id of ["a", "b"]) {
    const [output] = state.cells.get(id)!.outputs.list
    assert.equal(output?.kind === "display" && output.data["text/plain"], "50 %")
  }
})

test("outputs of messages that no cell asked for change nothing", () => {
  const start = after(book("1"), run("a")).state
  assert.equal(after(start, said("other", "stream", { name: "stdout", text: "x" })).state, start)
  assert.equal(after(start, said("m-a", "stream", { name: 7 })).state, start)
})

test("an error marks its line, and the next run takes the mark away", () => {
  const traceback = ["RangeError: no", "  1 | const a = 1", "> 2 |   fail()", "    at cell 1, line 2, column 3"]
  const failed = after(
    book("const a = 1\n  fail()"),
    run("a"),
    said("m-a", "error", { ename: "RangeError", evalue: "no", traceback }),
    replied("m-a", "error"),
  ).state
  assert.deepEqual(failed.marks.get("a"), [
    { start: 14, end: 20, severity: "error", message: "RangeError: no", source: "run" },
  ])
  assert.equal(failed.cells.get("a")?.run.state, "failed")
  assert.deepEqual(after(failed, run("a")).state.marks.get("a"), [])
})

test("ipykernel's tracebacks mark their line too", () => {
  const traceback = ["\u001b[31mZeroDivisionError\u001b[39m", "Cell \u001b[32mIn[4]\u001b[39m, line 2\n----> 2 1/0"]
  const content = { ename: "ZeroDivisionError", evalue: "division by zero", traceback }
  const state = after(book("x = 1\n1/0"), run("a"), said("m-a", "error", content)).state
  assert.equal(state.marks.get("a")?.[0]?.start, 6)
})

test("clear_output waits for the next output where it is asked to", () => {
  const base = after(book("1"), run("a"), said("m-a", "stream", { name: "stdout", text: "old" })).state
  const waiting = after(base, said("m-a", "clear_output", { wait: true })).state
  assert.equal(waiting.cells.get("a")?.outputs.list.length, 1)
  const next = after(waiting, said("m-a", "stream", { name: "stdout", text: "new" })).state.cells.get("a")!.outputs.list
  assert.equal(next.length, 1)
  assert.equal(next[0]?.kind === "stream" && shown(next[0].text), "new")
  assert.equal(after(base, said("m-a", "clear_output", { wait: false })).state.cells.get("a")?.outputs.list.length, 0)
})

test("a kernel that ends gives up on what waited and what ran", () => {
  const state = after(book("1", "2"), run("a", "b"), said("m-a", "execute_input", {}), {
    op: "kernelStatus",
    status: "dead",
    at: 900,
  }).state
  assert.equal(state.cells.get("a")?.run.state, "aborted")
  assert.equal(state.cells.get("b")?.run.state, "aborted")
})

test("a lost connection gives nothing up", () => {
  const state = after(book("1"), run("a"), { op: "kernelStatus", status: "disconnected", at: 900 }).state
  assert.equal(state.cells.get("a")?.run.state, "queued")
})

test("saving while typing goes on leaves the notebook unsaved", () => {
  const saving = after(book("1"), { op: "edit", cell: "a", source: "2", at: 0 }, { op: "save" })
  const effect = saving.effects.find(found => found.effect === "save")
  const revision = effect?.effect === "save" ? effect.revision : -1
  const typed = after(saving.state, { op: "edit", cell: "a", source: "23", at: 1 }).state
  assert.equal(after(typed, { op: "saveDone", revision, file: { modified: "t" } }).state.saved, "dirty")
  assert.equal(after(saving.state, { op: "saveDone", revision, file: { modified: "t" } }).state.saved, "clean")
})
