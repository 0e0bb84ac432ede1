import assert from "node:assert/strict"
import { test } from "node:test"
import { GraphKnown } from "../../electron/renderer/session/graphknown.ts"
import { Telling } from "../../electron/renderer/session/telling.ts"
import type { NotebookState } from "../../electron/renderer/state/model.ts"
import type { Operation } from "../../electron/renderer/state/operations.ts"
import { after, book } from "./book.ts"

const edit = (cell: string, source: string): Operation => ({ op: "edit", cell, source, at: 0 })

test("of a notebook that is typed in, the cell is told and no other", () => {
  const telling = new Telling()
  const start = book("1", "2", { cell_type: "markdown", source: "# words" })
  const { notebook } = telling
  const all = [
    { id: "a", source: "1" },
    { id: "b", source: "2" },
  ]
  assert.deepEqual(telling.tell(start), { notebook, revision: 1, cells: all })
  const { state } = after(start, edit("b", "22"))
  assert.equal(telling.isTold(state), false)
  assert.equal(telling.isTold(state, "b"), true)
  assert.deepEqual(telling.tell(state), { notebook, revision: 2, since: 1, cells: [{ id: "b", source: "22" }] })
  assert.equal(telling.tell(state), undefined)
  assert.equal(telling.tell(after(state, edit("c", "# other words")).state), undefined, "text is nothing to a kernel")
})

test("outputs that come in tell nothing, cells that move tell the order, and a cell that becomes text is gone", () => {
  const telling = new Telling()
  const start = book("1", "2", "3")
  telling.tell(start)
  const ran = after(start, { op: "run", cells: ["a"], messages: ["m"], at: 0 }).state
  assert.equal(telling.tell(ran), undefined)
  const moved = after(start, { op: "select", cell: "c" }, { op: "move", to: "up" }).state
  assert.deepEqual(telling.tell(moved)?.order, ["a", "c", "b"])
  const text = after(moved, { op: "setType", type: "markdown" }).state
  assert.deepEqual(telling.tell(text)?.order, ["a", "b"])
  const back = after(text, { op: "setType", type: "code" }).state
  const told = telling.tell(back)
  assert.deepEqual([told?.order, told?.cells], [["a", "c", "b"], [{ id: "c", source: "3" }]])
})

test("a kernel that has none of it is told all", () => {
  const telling = new Telling()
  const start = book("1", "2")
  telling.tell(start)
  telling.forget()
  assert.equal(telling.isTold(start), false)
  const told = telling.tell(start)
  assert.deepEqual([told?.since, told?.revision, told?.cells.length], [undefined, 2, 2])
})

const view = (id: string, more: object = {}) => ({
  id,
  number: 1,
  defines: [],
  uses: [],
  needs: [],
  diagnostics: [],
  stale: false,
  ...more,
})
const mistake = { code: "SYNTAX_ERROR", severity: "error" as const, message: "No.", cellId: "b", cell: 2, line: 2 }
const answer = { known: true, answer: 1, whole: true, gone: [], more: false }
/** What a notebook is told after one more answer. */
const taken = (known: GraphKnown, next: Parameters<GraphKnown["take"]>[0], state: NotebookState) => {
  known.take(next)
  return known.toState(state)
}

test("what the kernel says of some cells is put to what it said of the others", () => {
  const known = new GraphKnown()
  const start = book("const a = 1", "a\nb")
  const needs = [{ from: "a", names: ["a"] }]
  const first = taken(
    known,
    { ...answer, cells: [view("a"), view("b", { needs, diagnostics: [mistake], stale: true })] },
    start,
  )
  assert.deepEqual(first.graph.edges, [{ from: "a", to: "b", names: ["a"] }])
  assert.deepEqual(first.stale, ["b"])
  assert.deepEqual(first.marks.get("b")?.[0]?.start, 2)
  const second = taken(known, { ...answer, answer: 2, whole: false, cells: [view("a", { stale: true })] }, start)
  assert.deepEqual([second.stale, second.graph.edges.length], [["a", "b"], 1])
})

test("an answer without changes draws nothing again, and a mistake stays in its line while others grow", () => {
  const known = new GraphKnown()
  const start = book("const a = 1", "a\nb")
  const first = after(
    start,
    taken(known, { ...answer, cells: [view("a"), view("b", { diagnostics: [mistake] })] }, start),
  )
  const nothing = { ...answer, answer: 2, whole: false, cells: [] }
  assert.equal(after(first.state, taken(known, nothing, first.state)).state, first.state)
  const { state } = after(first.state, edit("b", "a + 1\nb"))
  const moved = after(state, taken(known, { ...nothing, answer: 3 }, state)).state
  assert.equal(moved.marks.get("b")?.[0]?.start, 6)
})

test("a diagnosis that says the same again changes nothing", () => {
  const mark = { start: 0, end: 1, severity: "error" as const, message: "No.", source: "language" as const }
  const diagnosed: Operation = { op: "diagnosed", cell: "a", source: "language", marks: [mark] }
  const { state } = after(book("1"), diagnosed)
  assert.equal(after(state, { ...diagnosed, marks: [{ ...mark }] }).state, state)
  assert.notEqual(after(state, { ...diagnosed, marks: [{ ...mark, severity: "hint" }] }).state, state)
})
