import assert from "node:assert/strict"
import { test } from "node:test"
import { dueAfter, isAutomatic, withAutomatic } from "../../electron/renderer/state/automatic.ts"
import type { NotebookState } from "../../electron/renderer/state/model.ts"

/** Cells in a line of needs: each names those that it needs. */
function state(cells: Record<string, { source?: string; needs?: string[] }>, stale: string[]): NotebookState {
  const order = Object.keys(cells)
  const edges = order.flatMap(to => (cells[to]!.needs ?? []).map(from => ({ from, to, names: ["x"] })))
  const all = new Map(order.map(id => [id, { id, source: cells[id]!.source ?? "" }]))
  return { order, cells: all, graph: { nodes: [], edges }, stale: new Set(stale) } as unknown as NotebookState
}

test("what depends on a cell that ran is due in order, but for training, deployment and what rests on them", () => {
  const cells = {
    a: {},
    b: { needs: ["a"] },
    apart: {},
    train: { source: "%%train net", needs: ["b"] },
    eval: { source: "%%eval", needs: ["train"] },
    sql: { source: "%%sql t\nFROM b", needs: ["b"] },
    deploy: { source: "%%deploy x", needs: ["b"] },
    last: { needs: ["sql", "b"] },
  }
  const stale = ["b", "apart", "train", "eval", "sql", "deploy", "last"]
  assert.deepEqual(dueAfter(state(cells, stale), new Set(["a"])), ["b", "sql", "last"])
  assert.deepEqual(dueAfter(state(cells, ["eval"]), new Set(["train"])), ["eval"])
  assert.deepEqual(dueAfter(state(cells, []), new Set(["a"])), [])
  assert.deepEqual(dueAfter(state(cells, ["b"]), new Set(["a", "b"])), ["b"], "a ran again after b")
  assert.deepEqual(dueAfter(state(cells, ["a", "b"]), new Set(["apart"])), [])
})

test("the wish is part of the notebook, and what is usual is not written down", () => {
  const metadata = withAutomatic({ kaon: { template: 1 }, other: 2 }, true)
  assert.deepEqual(metadata, { other: 2, kaon: { template: 1, rerun: "automatic" } })
  assert.ok(isAutomatic({ metadata }))
  assert.deepEqual(withAutomatic(withAutomatic({ other: 2 }, true), false), { other: 2 })
})
