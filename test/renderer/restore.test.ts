import assert from "node:assert/strict"
import { test } from "node:test"
import { restored } from "../../electron/renderer/session/restore.ts"
import { book } from "./book.ts"

const ran = (cell: string, first: number, state: "running" | "ok" | "lost", count: number | null) => ({
  request: `m${first}`,
  cell,
  state,
  count,
  first,
})

test("runs that go on, and those that ended after the file was saved, are asked for from their first message", () => {
  const saved = book({ source: "1", execution_count: 1 }, "2", "3")
  const executions = [ran("a", 3, "ok", 1), ran("b", 9, "ok", 2), ran("b", 12, "ok", 3), ran("c", 20, "running", null)]
  assert.deepEqual(restored(saved, { seq: 30, executions }), {
    runs: [
      { cell: "b", message: "m12" },
      { cell: "c", message: "m20" },
    ],
    after: 11,
  })
})

test("where the file holds everything, only what is new comes", () => {
  const executions = [ran("a", 3, "ok", 1), ran("gone", 5, "running", null), ran("b", 7, "lost", null)]
  assert.deepEqual(restored(book({ source: "1", execution_count: 1 }, "2"), { seq: 30, executions }), {
    runs: [],
    after: 30,
  })
})
