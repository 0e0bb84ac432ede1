import assert from "node:assert/strict"
import { test } from "node:test"
import { RunWatch } from "../../electron/renderer/shell/runs.ts"
import { titleOf } from "../../electron/renderer/shell/title.ts"
import type { NotebookState } from "../../electron/renderer/state/model.ts"
import { en } from "../../electron/renderer/words/en.ts"
import { after, book } from "../renderer/book.ts"

const busy = (state: NotebookState): NotebookState => ({ ...state, kernel: { ...state.kernel, status: "busy" } })
const sent = (cells: readonly string[]) => ({ op: "run", cells, messages: cells.map(id => `m-${id}`), at: 0 }) as const
const began = (cell: string) =>
  ({
    op: "message",
    parent: `m-${cell}`,
    type: "execute_input",
    content: { code: "", execution_count: 1 },
    at: 0,
  }) as const
const ended = (cell: string, status: "ok" | "error" | "aborted") =>
  ({ op: "reply", parent: `m-${cell}`, status, count: 1, at: 0 }) as const

const quiet = new RunWatch(() => undefined)

test("a notebook in which nothing runs has no progress and no end", () => {
  assert.deepEqual(quiet.see(book("1"), 0), { view: { running: false, fraction: null }, end: undefined })
  // Another notebook's cell, or a question about variables, has the kernel busy.
  assert.deepEqual(quiet.see(busy(book("1")), 0), { view: { running: false, fraction: null }, end: undefined })
})

test("a run of several cells is as far as the share of those that are done, with what the running one says", () => {
  const watch = new RunWatch(cell => (cell.id === "b" ? { fraction: 0.5 } : undefined))
  const all = after(busy(book("1", "2", "3", "4")), sent(["a", "b", "c", "d"]), began("a")).state
  assert.deepEqual(watch.see(all, 1000).view, { running: true, fraction: 0 })
  const second = after(all, ended("a", "ok"), began("b")).state
  assert.deepEqual(watch.see(second, 2000).view, { running: true, fraction: 0.375 })
  const last = after(second, ended("b", "ok"), ended("c", "ok"), ended("d", "ok")).state
  assert.deepEqual(watch.see(last, 13_000), {
    view: { running: false, fraction: null },
    end: { seconds: 12, failed: undefined },
  })
  assert.equal(watch.see(last, 14_000).end, undefined)
})

test("one cell is as far as it says itself, and not known where it says nothing", () => {
  const one = after(busy(book("1")), sent(["a"]), began("a")).state
  assert.deepEqual(new RunWatch(() => ({ fraction: 0.25 })).see(one, 0).view, { running: true, fraction: 0.25 })
  assert.deepEqual(new RunWatch(() => ({ fraction: null })).see(one, 0).view, { running: true, fraction: null })
})

test("a run that failed names the first cell that did, as the reader counts", () => {
  const watch = new RunWatch(() => undefined)
  const all = after(busy(book("1", "2", "3")), sent(["b", "c"]), began("b")).state
  watch.see(all, 0)
  const failed = after(all, ended("b", "error"), ended("c", "aborted")).state
  assert.deepEqual(watch.see(failed, 3000).end, { seconds: 3, failed: 2 })
})

test("a tab's title says what is in view and how far its cells are", () => {
  assert.equal(titleOf(en, undefined, undefined), "Kaon")
  assert.equal(titleOf(en, "deep/a.ipynb", undefined), "a.ipynb – Kaon")
  assert.equal(titleOf(en, "a.ipynb", { fraction: 0.404 }), "40 % a.ipynb – Kaon")
  assert.equal(titleOf(en, "a.ipynb", { fraction: null }), "▶ a.ipynb – Kaon")
})
