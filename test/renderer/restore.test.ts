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
  last: first + 2,
  began: "2026-01-01T00:00:01.000Z",
  ended: "2026-01-01T00:00:03.000Z",
  live: true,
})

const done = (cell: string, message: string) => ({
  cell,
  message,
  state: "done",
  started: Date.parse("2026-01-01T00:00:01Z"),
  ended: Date.parse("2026-01-01T00:00:03Z"),
})

test("runs that go on, and those that ended after the file was saved, are asked for from their first message", () => {
  const saved = book({ source: "1", execution_count: 1 }, "2", "3")
  const executions = [ran("a", 3, "ok", 1), ran("b", 9, "ok", 2), ran("b", 12, "ok", 3), ran("c", 20, "running", null)]
  assert.deepEqual(restored(saved, { seq: 30, executions }), {
    runs: [
      { cell: "b", message: "m12" },
      { cell: "c", message: "m20" },
    ],
    ended: [done("a", "m3")],
    held: ["a", "b"],
    after: 11,
  })
})

test("where the file holds everything, only what is new comes", () => {
  const executions = [ran("a", 3, "ok", 1), ran("gone", 5, "running", null), ran("b", 7, "lost", null)]
  assert.deepEqual(restored(book({ source: "1", execution_count: 1 }, "2"), { seq: 30, executions }), {
    runs: [],
    ended: [done("a", "m3")],
    held: ["a"],
    after: 30,
  })
})

test("what ran before the kernel was started anew, or failed, is not shown as done", () => {
  const saved = book({ source: "1", execution_count: 1 }, { source: "2", execution_count: 2 })
  const before = { ...ran("a", 3, "ok", 1), live: false }
  const failed = { ...ran("b", 9, "ok", 2), state: "error" as const }
  assert.deepEqual(restored(saved, { seq: 30, executions: [before, failed] }).ended, [
    { ...done("b", "m9"), state: "failed" },
  ])
})

test("a run that the file holds comes again whole where an earlier one does, so that nothing of it stands there twice", () => {
  const saved = book("1", { source: "2", execution_count: 2 })
  const executions = [ran("a", 3, "ok", 1), ran("b", 9, "ok", 2)]
  assert.deepEqual(restored(saved, { seq: 30, executions }), {
    runs: [
      { cell: "a", message: "m3" },
      { cell: "b", message: "m9" },
    ],
    ended: [],
    held: ["a", "b"],
    after: 2,
  })
})

test("cells that waited together come again together, where one of them is not in the file", () => {
  const saved = book({ source: "1", execution_count: 1 }, { source: "2", execution_count: 2 }, "3")
  const queued = (cell: string, first: number, last: number, count: number) => ({
    ...ran(cell, first, "ok", count),
    last,
  })
  const executions = [queued("a", 5, 11, 1), queued("b", 6, 14, 2), queued("c", 7, 17, 3)]
  const { runs, ended, after } = restored(saved, { seq: 30, executions })
  assert.deepEqual([runs.map(({ cell }) => cell), ended, after], [["a", "b", "c"], [], 4])
})

test("what the journal has of before the kernel was started anew comes again, and is not held", () => {
  const executions = [{ ...ran("a", 3, "ok", 4), live: false }, ran("b", 9, "ok", 1)]
  const { runs, held } = restored(book("1", "2"), { seq: 30, executions })
  assert.deepEqual(runs[0], { cell: "a", message: "m3", former: true })
  assert.deepEqual(held, ["b"])
})
