import assert from "node:assert/strict"
import { test } from "node:test"
import { parseTable } from "../../electron/renderer/files/delimited.ts"
import { nameProblem } from "../../electron/renderer/files/names.ts"
import { tableOf } from "../../electron/renderer/files/tableof.ts"
import { emptyTree, rowsOf, sorted, step, type TreeState, targetFolder } from "../../electron/renderer/files/tree.ts"
import type { Entry } from "../../electron/renderer/jupyter/files.ts"
import { Heard, Teller } from "../../electron/renderer/session/draftdelta.ts"
import { documentOf } from "../../electron/renderer/session/drafts.ts"
import { newCell } from "../../electron/renderer/state/file.ts"
import { en } from "../../electron/renderer/words/en.ts"
import { after, book, sources } from "./book.ts"

const entry = (path: string, type: Entry["type"] = "file"): Entry => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  path,
  type,
  last_modified: null,
  writable: true,
  size: 0,
  hash: null,
})
const read = (...entries: Entry[]) => ({ state: "read" as const, entries: sorted(entries), modified: null })
const tree: TreeState = {
  ...emptyTree,
  folders: new Map([
    [
      "",
      read(
        entry("b10.txt"),
        entry("b2.txt"),
        entry("sub", "directory"),
        entry(".git", "directory"),
        entry("a.ipynb", "notebook"),
      ),
    ],
    ["sub", read(entry("sub/in.txt"))],
  ]),
  expanded: new Set(["sub"]),
}
const paths = (state: TreeState) => rowsOf(state).map(row => row.entry.path)

test("the tree shows folders first, names as people count, and nothing hidden", () => {
  assert.deepEqual(paths(tree), ["sub", "sub/in.txt", "a.ipynb", "b2.txt", "b10.txt"])
  assert.deepEqual(paths({ ...tree, expanded: new Set() }), ["sub", "a.ipynb", "b2.txt", "b10.txt"])
})

test("keys go through the tree as ARIA has it", () => {
  const at = (selected: string | undefined, key: string) => step({ ...tree, selected }, key)
  assert.deepEqual(at("sub", "ArrowDown"), { select: "sub/in.txt" })
  assert.deepEqual(at("sub/in.txt", "ArrowLeft"), { select: "sub" })
  assert.deepEqual(at("sub", "ArrowLeft"), { toggle: "sub" })
  assert.deepEqual(at("sub", "ArrowRight"), { select: "sub/in.txt" })
  assert.deepEqual(at("b10.txt", "ArrowDown"), { select: "b10.txt" })
  assert.deepEqual(at(undefined, "End"), { select: "b10.txt" })
  assert.deepEqual(at("a.ipynb", "b"), { select: "b2.txt" })
  assert.deepEqual(at("b2.txt", "b"), { select: "b10.txt" })
  assert.equal(at("a.ipynb", "ArrowRight"), undefined)
  assert.equal(at("a.ipynb", "q"), undefined)
})

test("something new is made in the selected folder, or beside the selected file", () => {
  assert.deepEqual(
    [undefined, "sub", "sub/in.txt", "a.ipynb"].map(selected => targetFolder({ ...tree, selected })),
    ["", "sub", "sub", ""],
  )
})

test("each bad name has its sentence, good ones have none", () => {
  const bad = ["", " ", ".x", "a/b", "a\\b", "a:b", "a\u0000", "a.", "a ", "con", "LPT1.txt", "é".repeat(128), "taken"]
  for (const name of bad) assert.ok(nameProblem(name, ["taken"], en), JSON.stringify(name))
  for (const name of ["a", "ünï 数据.ipynb", "-a;$(x).ts", "console.ts", "a.b.c"])
    assert.equal(nameProblem(name, [], en), undefined)
})

test("delimited text is read with quotes, breaks within them and any usual delimiter; rows beyond the most are counted", () => {
  assert.deepEqual(parseTable('a,b\r\n"x ""y""","1\n2"\n\n,\n').rows, [
    ["a", "b"],
    ['x "y"', "1\n2"],
    ["", ""],
  ])
  assert.deepEqual(parseTable("\ufeffa;b,c;d\n1;2;3\n").rows, [
    ["a", "b,c", "d"],
    ["1", "2", "3"],
  ])
  assert.deepEqual(parseTable("a\tb\n1\t2", "\t").rows, [
    ["a", "b"],
    ["1", "2"],
  ])
  const { rows, total } = parseTable("x\n".repeat(5000), undefined, 10)
  assert.deepEqual([rows.length, total], [10, 5000])
})

test("the file's version takes the place of the notebook's, cells that run go on, and undo goes back", () => {
  const state = after(book("1", "2"), { op: "run", cells: ["a"], messages: ["m"], at: 1 }).state
  const theirs = book("1", "2 theirs", "3")
  const { state: now } = after(state, { op: "loaded", state: theirs })
  assert.deepEqual(sources(now), ["1", "2 theirs", "3"])
  assert.deepEqual([now.saved, now.cells.get("a")!.run.state], ["clean", "queued"])
  assert.deepEqual(sources(after(now, { op: "undo" }).state), ["1", "2"])
})

test("a draft holds what was typed and not saved; outputs come from the file's cells", () => {
  const output = { output_type: "stream", name: "stdout", text: "kept" }
  const file = book({ source: "1", outputs: [output] }, "2")
  const typed = after(
    file,
    { op: "edit", cell: "a", source: "1 more", at: 0 },
    { op: "select", cell: "b" },
    { op: "insert", where: "below", id: "new", source: "3", type: "markdown" },
  ).state
  const heard = new Heard()
  heard.hear(new Teller().tell(typed))
  const back = documentOf(JSON.parse(heard.json()), file, newCell)
  assert.deepEqual(sources({ ...file, ...back }), ["1 more", "2", "3"])
  assert.equal(back.cells.get("a")!.outputs, file.cells.get("a")!.outputs)
  assert.equal(back.cells.get("new")!.type, "markdown")
})

test("of a draft only what changed is told, and what was heard is the whole", () => {
  const file = book("1", "2", "3")
  const teller = new Teller()
  const base = new Heard()
  base.hear(teller.tell(file))
  const steps: Parameters<typeof after>[1][] = [
    { op: "edit", cell: "a", source: "1 more", at: 0 },
    { op: "select", cell: "b" },
    { op: "move", to: "down" },
    { op: "remove" },
    { op: "undo" },
    { op: "setType", type: "markdown" },
    { op: "insert", where: "above", id: "new", source: "0", type: "code" },
  ]
  const cells = new Teller(file)
  const heard = new Heard(base)
  let state = file
  for (const step of steps) {
    state = after(state, step).state
    const delta = cells.tell(state)
    assert.ok(delta.cells.length <= 2, `${step.op}: ${delta.cells.length}`)
    heard.hear(delta)
    const back = documentOf(JSON.parse(heard.json()), file, newCell)
    assert.deepEqual(back.order, state.order)
    assert.deepEqual(sources({ ...file, ...back }), sources(state))
  }
  assert.deepEqual(cells.tell(state), { order: undefined, cells: [] })
  assert.equal(JSON.parse(base.json()).length, 3)
  const saved = teller.tell(state)
  base.hear(saved)
  assert.equal(base.json(), heard.json())
})

test("a table's columns are numbers where all their fields are; names are one each, and what is missing is missing", () => {
  const text = 'id,price,id,,code\n1, 2.5 ,x,,007\n2,,y,5,12\n-3,1e-3,z,6,1\n4,.5,"a, b",7,'
  const { columns, rows, total } = tableOf(text)
  assert.deepEqual(
    columns.map(({ name, type }) => `${name} ${type}`),
    ["id number", "price number", "id (2) text", "4 number", "code text"],
  )
  assert.deepEqual(rows, [
    [1, 2.5, "x", null, "007"],
    [2, null, "y", 5, "12"],
    [-3, 0.001, "z", 6, "1"],
    [4, 0.5, "a, b", 7, null],
  ])
  assert.equal(total, 4)
  assert.deepEqual(tableOf(""), { columns: [], rows: [], total: 0 })
  assert.deepEqual(
    tableOf("a\nb,c").columns.map(({ name }) => name),
    ["a", "2"],
  )
  assert.equal(tableOf(`n\n${"1\n".repeat(100_500)}`).total, 100_500)
})
