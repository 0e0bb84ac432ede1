import assert from "node:assert/strict"
import { test } from "node:test"
import { conflictedCells, conflictOf, isNote, nextConflict } from "../../electron/renderer/conflicts/found.ts"
import { fromFile } from "../../electron/renderer/state/file.ts"
import { reduce } from "../../electron/renderer/state/reduce.ts"

const both = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs"
const raw = { cell_type: "raw", id: "n", metadata: { kaon: { clashes: [] } }, source: both }
const file = {
  cells: ["1", both, "2", both].map((source, at) => ({
    cell_type: "code",
    id: `c${at}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  })),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
}
const open = (content: unknown) => fromFile("a.ipynb", content, "", () => "new")

test("the cells that a merge left with both versions are found, gone through in a ring, and decided with undo", () => {
  let state = open(file)
  assert.deepEqual(conflictedCells(state), ["c1", "c3"])
  const way: string[] = []
  for (let step = 0; step < 3; step++) {
    way.push(nextConflict(state)!)
    state = reduce(state, { op: "select", cell: way.at(-1)! }).state
  }
  assert.deepEqual(way, ["c1", "c3", "c1"])
  const source = conflictOf(state.cells.get("c1")!)!.with("theirs")
  state = reduce(state, { op: "replaceAll", edits: [{ cell: "c1", source }] }).state
  assert.deepEqual([state.cells.get("c1")!.source, conflictedCells(state)], ["b", ["c3"]])
  assert.deepEqual(conflictedCells(reduce(state, { op: "undo" }).state), ["c1", "c3"])
})

test("a cell that only shows settings which both changed is told from one of the notebook's own", () => {
  const state = open({ ...file, cells: [raw, { ...raw, id: "m", metadata: {} }] })
  assert.deepEqual(
    state.order.map(id => isNote(state.cells.get(id)!)),
    [true, false],
  )
})
