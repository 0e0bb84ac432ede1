import assert from "node:assert/strict"
import { test } from "node:test"
import { fromFile, toFile } from "../../electron/renderer/state/file.ts"
import { fileParts } from "../../electron/renderer/state/filebytes.ts"
import { merge } from "../../electron/renderer/state/merge.ts"
import { after, book, order, sources } from "./book.ts"

const output = {
  output_type: "execute_result",
  execution_count: 4,
  data: { "text/plain": ["a\n", "b"], "application/json": [1, 2] },
  metadata: { x: 1 },
}
const file = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "python3", display_name: "Python" }, unknown: { deep: [1] } },
  extra: "kept",
  cells: [
    {
      cell_type: "code",
      id: "one",
      metadata: { tags: ["t"] },
      source: ["x\n", "y"],
      outputs: [output],
      execution_count: 4,
      odd: true,
    },
    {
      cell_type: "markdown",
      id: "two",
      metadata: {},
      source: "![a](attachment:p.png)",
      attachments: { "p.png": { "image/png": "AA" } },
    },
    { cell_type: "raw", id: "three", metadata: { format: "rst" }, source: "" },
  ],
}

test("a notebook that is read and written keeps what nbformat does not know", () => {
  const written = toFile(fromFile("a.ipynb", structuredClone(file), "", () => "n"))
  assert.equal(written.extra, "kept")
  assert.deepEqual(written.metadata, file.metadata)
  const [code, text, raw] = written.cells
  assert.equal(code?.odd, true)
  assert.equal(code?.source, "x\ny")
  assert.deepEqual(text?.attachments, file.cells[1]?.attachments)
  assert.deepEqual(raw, file.cells[2])
  assert.deepEqual(code?.outputs, [{ ...output, data: { "text/plain": "a\nb", "application/json": [1, 2] } }])
})

test("cells without an id, or with one that is taken, get one", () => {
  const cells = [
    { cell_type: "code", source: "1" },
    { cell_type: "code", id: "x", source: "2" },
    { cell_type: "code", id: "x", source: "3" },
  ]
  let count = 0
  const state = fromFile("a.ipynb", { nbformat: 4, nbformat_minor: 4, cells }, "", () => `n${++count}`)
  assert.equal(order(state), "n1 x n2")
  assert.equal(toFile(state).nbformat_minor, 5)
})

test("a notebook whose outputs nobody vouches for is not trusted, one without outputs is", () => {
  const html = { output_type: "display_data", data: { "text/html": "<b>" }, metadata: {} }
  const cell = { cell_type: "code", id: "a", source: "1", execution_count: null, outputs: [html] }
  const read = (metadata: object) =>
    fromFile("a.ipynb", { nbformat: 4, nbformat_minor: 5, cells: [{ ...cell, metadata }] }, "", () => "n").trusted
  assert.equal(read({}), false)
  assert.equal(read({ trusted: true }), true)
  assert.equal(book("1").trusted, true)
})

test("what is no notebook is refused", () => {
  assert.throws(() => fromFile("a.ipynb", { nbformat: 3, cells: [] }, "", () => "n"))
})

test("changes of both sides in different cells merge without a clash", () => {
  const base = book("1", "2", "3")
  const ours = after(base, { op: "edit", cell: "a", source: "1 ours", at: 0 }).state
  const theirs = after(base, { op: "edit", cell: "c", source: "3 theirs", at: 0 }).state
  const { document, changed, here, there, clashes } = merge(base, ours, theirs, () => "n")
  assert.deepEqual(
    document.order.map(id => document.cells.get(id)?.source),
    ["1 ours", "2", "3 theirs"],
  )
  assert.deepEqual([changed, here, there, clashes], [2, 1, 1, 0])
})

test("a cell that both sides changed is kept twice, ours first", () => {
  const base = book("1", "2")
  const ours = after(base, { op: "edit", cell: "a", source: "ours", at: 0 }).state
  const theirs = after(base, { op: "edit", cell: "a", source: "theirs", at: 0 }).state
  const { document, here, there, clashes } = merge(base, ours, theirs, () => "n")
  assert.deepEqual(
    document.order.map(id => document.cells.get(id)?.source),
    ["ours", "theirs", "2"],
  )
  assert.deepEqual([here, there, clashes], [0, 0, 1])
})

test("merging keeps our new cell in its place, and a deletion of an unchanged cell", () => {
  const base = book("1", "2", "3")
  const ours = after(base, { op: "insert", where: "below", id: "mine", source: "m" }).state
  const theirs = after(base, { op: "select", cell: "b" }, { op: "remove" }).state
  const { document } = merge(base, ours, theirs, () => "n")
  assert.equal(document.order.join(" "), "a mine c")
  const deleted = after(base, { op: "select", cell: "b" }, { op: "remove" }).state
  assert.equal(merge(base, deleted, base, () => "n").document.order.join(" "), "a c")
  const changedThere = after(base, { op: "edit", cell: "b", source: "x", at: 0 }).state
  assert.deepEqual(sources({ ...base, ...merge(base, deleted, changedThere, () => "n").document }), ["1", "x", "3"])
})

test("the bytes that are saved are the notebook's JSON, also after edits, moves and trust", async () => {
  const text = (state: ReturnType<typeof book>) => new Blob(fileParts(state)).text()
  const first = fromFile("a.ipynb", structuredClone(file), "", () => "n")
  const { state: edited } = after(first, { op: "edit", cell: "one", source: "ö\u2028", at: 1 }, { op: "trust" })
  const { state: moved } = after(edited, { op: "select", cell: "three" }, { op: "move", to: "up" })
  for (const state of [first, edited, moved, first]) assert.equal(await text(state), JSON.stringify(toFile(state)))
})

test("merging takes the newest outputs of each cell: a run elsewhere is no question, and is not lost", async () => {
  const base = book("1", "2")
  const ran = (state: typeof base, cell: string) =>
    after(
      state,
      { op: "run", cells: [cell], messages: [`m-${cell}`], at: 0 },
      { op: "message", parent: `m-${cell}`, type: "execute_input", content: {}, at: 1 },
      { op: "message", parent: `m-${cell}`, type: "stream", content: { name: "stdout", text: `of ${cell}` }, at: 1 },
      { op: "reply", parent: `m-${cell}`, status: "ok", count: 7, at: 2 },
    ).state
  const { document, changed } = merge(base, ran(base, "a"), ran(base, "b"), () => "n")
  assert.equal(changed, 0)
  const bytes = await new Blob(fileParts({ ...base, ...document })).text()
  assert.match(bytes, /of a/)
  assert.match(bytes, /of b/)
})
