import assert from "node:assert/strict"
import { test } from "node:test"
import type { NotebookState } from "../../electron/renderer/state/model.ts"
import { missingFor, neededFor, standing } from "../../electron/renderer/state/standing.ts"
import { after, book } from "./book.ts"

const told = (...held: string[]) => ({ op: "restore", runs: [], ended: [], held }) as const
const run = (...cells: string[]) => ({ op: "run", cells, messages: cells.map(cell => `m-${cell}`), at: 100 }) as const
const replied = (cell: string, status: "ok" | "error" = "ok") =>
  ({ op: "reply", parent: `m-${cell}`, status, count: 1, at: 350 }) as const
const says = (state: NotebookState) => state.order.map(id => standing(state, id)).join(" ")
const saved = (source: string) => ({ source, execution_count: 3 })
const uses = (...pairs: string[]) =>
  ({
    op: "graphed",
    graph: { nodes: [], edges: pairs.map(pair => ({ from: pair[0]!, to: pair[1]!, names: [] })) },
    stale: [],
    marks: new Map(),
  }) as const

test("results of the file stand there from an earlier run until the kernel of now has run their cell", () => {
  const opened = after(book(saved("1"), "2", saved("3")), told()).state
  assert.equal(says(opened), "earlier none earlier")
  assert.equal(says(after(opened, run("a")).state), "queued none earlier")
  assert.equal(says(after(opened, run("a"), replied("a")).state), "done none earlier")
})

test("a server that does not tell what its kernel ran leaves everything as it was", () => {
  assert.equal(says(book(saved("1"), "2")), "none none")
})

test("after a restart, a death or another kernel nothing is in memory; what failed or was cut off is told apart", () => {
  const ran = after(book("1", "2", "3"), told(), run("a", "b", "c"), replied("a"), replied("b", "error")).state
  const began = after(ran, { op: "message", parent: "m-c", type: "execute_input", content: {}, at: 400 }).state
  assert.equal(says(began), "done failed running")
  for (const status of ["dead", "restarting"] as const)
    assert.equal(says(after(began, { op: "kernelStatus", status, at: 900 }).state), "earlier earlier aborted")
  assert.equal(says(after(began, { op: "restart", at: 900 }).state), "earlier earlier aborted")
  assert.equal(
    says(after(ran, { op: "kernelChosen", name: "python3", title: "Python", language: "python" }).state),
    "earlier earlier queued",
  )
})

test("a lost connection forgets nothing: the kernel goes on", () => {
  const ran = after(book("1"), told(), run("a"), replied("a"), { op: "kernelStatus", status: "disconnected", at: 9 })
  assert.equal(says(ran.state), "done")
})

test("a deleted cell that comes back by undo after a restart is not said to be in memory", () => {
  const ran = after(book("1", "2"), told(), run("a", "b"), replied("a"), replied("b")).state
  const back = after(ran, { op: "remove" }, { op: "restart", at: 9 }, { op: "undo" }).state
  assert.equal(says(back), "earlier earlier")
})

test("a run of before the restart that comes again from the journal is not taken for one of now", () => {
  const runs = [{ cell: "a", message: "m-a", former: true }]
  const again = after(book("1"), { op: "restore", runs, ended: [], held: [] }, replied("a")).state
  assert.equal(says(again), "earlier")
  assert.equal(says(after(again, run("a"), replied("a")).state), "done")
})

test("a cell names what it lacks, and what it needs runs first, near and far, once and in the notebook's order", () => {
  const opened = after(book(saved("1"), saved("2"), "3", saved("4")), told(), uses("ab", "bc", "ac")).state
  assert.deepEqual(missingFor(opened, "c"), ["a", "b"])
  assert.deepEqual(missingFor(opened, "d"), [])
  assert.deepEqual(neededFor(opened, "c"), ["a", "b", "c"])
  const one = after(opened, run("a"), replied("a")).state
  assert.deepEqual(missingFor(one, "c"), ["b"])
  assert.deepEqual(neededFor(one, "c"), ["b", "c"])
  assert.deepEqual(neededFor(one, "a"), ["a"])
})

test("cells that need each other end the search for what is needed", () => {
  const opened = after(book(saved("1"), saved("2")), told(), uses("ab", "ba")).state
  assert.deepEqual(neededFor(opened, "b"), ["a", "b"])
})
