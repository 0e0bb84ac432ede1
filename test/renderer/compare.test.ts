import assert from "node:assert/strict"
import { test } from "node:test"
import { alignCells, type Row } from "../../electron/renderer/compare/align.ts"
import { compareLines } from "../../electron/renderer/compare/lines.ts"
import { restored } from "../../electron/renderer/compare/restore.ts"
import { differences } from "../../electron/renderer/compare/sequence.ts"
import type { NotebookState } from "../../electron/renderer/state/model.ts"
import { randomFrom } from "../notebook/random.ts"
import { after, book, sources } from "./book.ts"

const shape = (rows: Row[]) =>
  rows.map(row =>
    [row.kind, ("after" in row ? row.after : row.before).source, "moved" in row && row.moved ? "moved" : ""]
      .filter(Boolean)
      .join(" "),
  )

/** The same notebook with ids that nobody knows, as a script from the history has it. */
const renamed = (state: NotebookState, prefix: string): NotebookState => {
  const ids = new Map(state.order.map(id => [id, `${prefix}${id}`]))
  const cells = new Map([...state.cells].map(([id, cell]) => [ids.get(id)!, { ...cell, id: ids.get(id)! }]))
  return { ...state, order: state.order.map(id => ids.get(id)!), cells }
}

test("differences put together give both lists back, and are the shortest for small lists", () => {
  const longest = (a: string[], b: string[]): number => {
    const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
    return table[0]![0]!
  }
  for (let seed = 1; seed <= 800; seed++) {
    const random = randomFrom(seed)
    const list = () => Array.from({ length: random(12) }, () => "abcd"[random(4)]!)
    const [before, now] = [list(), list()]
    const found = differences(before, now)
    const side = (other: string) =>
      found.filter(({ kind }) => kind === "same" || kind === other).flatMap(({ items }) => items)
    assert.deepEqual(side("removed"), before, `seed ${seed}`)
    assert.deepEqual(side("added"), now, `seed ${seed}`)
    const same = found.filter(({ kind }) => kind === "same").flatMap(({ items }) => items).length
    assert.equal(same, longest(before, now), `seed ${seed}: ${before.join("")} ${now.join("")}`)
  }
})

test("lists of many thousands of items that share nothing are compared in time", () => {
  const many = (letter: string) => Array.from({ length: 30_000 }, (_, index) => `${letter}${index}`)
  const started = performance.now()
  assert.equal(differences(many("a"), many("b")).length, 2)
  assert.ok(performance.now() - started < 5000)
})

test("a line that changed marks its words, one that is another line does not", () => {
  const marked = compareLines("const epochs = 20\nlast", "const epochs = 30\nlast")
  assert.deepEqual(
    marked.map(({ kind, pieces }) => [kind, ...pieces.map(({ text, changed }) => (changed ? `[${text}]` : text))]),
    [
      ["removed", "const epochs = ", "[20]"],
      ["added", "const epochs = ", "[30]"],
      ["same", "last"],
    ],
  )
  const whole = compareLines("import a", "// nothing of it stays")
  assert.ok(whole.every(({ pieces }) => pieces.every(({ changed }) => !changed)))
  assert.deepEqual(compareLines("", ""), [])
})

test("cells are aligned by id: changed, added, removed and moved", () => {
  const before = book("1", "2", "3", "4")
  const now = after(
    before,
    { op: "edit", cell: "b", source: "2 more", at: 0 },
    { op: "select", cell: "c" },
    { op: "remove" },
    { op: "insert", where: "below", id: "new", source: "5" },
    { op: "move", to: "before", cell: "a", target: undefined },
  ).state
  assert.deepEqual(shape(alignCells(before, now)), [
    "changed 2 more",
    "removed 3",
    "same 4",
    ...["added 5", "moved 1 moved"],
  ])
})

test("cells without common ids are aligned by content, then by what most of their words say", () => {
  const before = book("const a = 1\nconst b = 2\nplot(a, b)", "", "shared()", "gone entirely from here")
  const now = renamed(
    book("shared()", "const a = 1\nconst b = 3\nplot(a, b)", "", "brand new text of another kind"),
    "x",
  )
  const rows = alignCells(before, now)
  assert.deepEqual(rows.map(({ kind }) => kind).sort(), ["added", "changed", "moved", "removed", "same"])
  const changed = rows.find(({ kind }) => kind === "changed")
  assert.ok(changed?.kind === "changed" && changed.before.id === "a" && changed.after.id === "xb")
})

test("a cell whose outputs alone differ has changed; another run with the same outputs has not", () => {
  const output = (text: string, count: number) => [
    { output_type: "execute_result", data: { "text/plain": text }, metadata: {}, execution_count: count },
  ]
  const of = (text: string, count: number) =>
    book({ source: "1", outputs: output(text, count), execution_count: count })
  assert.deepEqual(shape(alignCells(of("1", 1), of("1", 7))), ["same 1"])
  assert.deepEqual(shape(alignCells(of("1", 1), of("2", 1))), ["changed 1"])
})

test("2,000 cells of which every third is other are aligned quickly, with and without ids", () => {
  const cellOf = (index: number, extra = "") => ({
    id: `c${index}`,
    source: `const value${index} = load("file ${index}")\nvalue${index}.show(${index * 7})${extra}`,
  })
  const before = book(...Array.from({ length: 2000 }, (_, index) => cellOf(index)))
  const now = book(
    ...Array.from({ length: 2000 }, (_, index) => cellOf(index, index % 3 === 0 ? `\nedited(${index})` : "")),
  )
  for (const other of [now, renamed(now, "x")]) {
    const started = performance.now()
    const rows = alignCells(before, other)
    const took = performance.now() - started
    assert.equal(rows.filter(({ kind }) => kind === "changed").length, 667)
    assert.equal(rows.filter(({ kind }) => kind === "same").length, 1333)
    assert.ok(took < 2000, `${took} ms`)
  }
})

test("a cell that is gone is put back after the one that it followed, whatever their ids are", () => {
  const before = book("first()", "second()", "third()")
  const now = renamed(after(before, { op: "select", cell: "b" }, { op: "remove" }).state, "x")
  const rows = alignCells(before, now)
  const removed = rows.find(({ kind }) => kind === "removed")!
  assert.deepEqual(sources({ ...now, ...restored(before, now, rows, removed) }), ["first()", "second()", "third()"])
})

test("putting every row back, one after the other, gives the earlier notebook", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed)
    const before = book(...Array.from({ length: 1 + random(6) }, (_, index) => `cell ${index} of ${seed}`))
    let now = before
    for (let step = 0; step < 5; step++) {
      const cell = now.order[random(now.order.length)]!
      const changes = [
        () => after(now, { op: "edit", cell, source: `edited ${step}`, at: step * 10_000 }),
        () => after(now, { op: "select", cell }, { op: "remove" }),
        () =>
          after(now, { op: "select", cell }, { op: "insert", where: "below", id: `n${step}`, source: `new ${step}` }),
        () => after(now, { op: "move", to: "before", cell, target: now.order[random(now.order.length)] }),
      ]
      now = changes[random(changes.length)]!().state
    }
    for (let guard = 0; guard < 40; guard++) {
      const rows = alignCells(before, now)
      const row = rows.find(({ kind }) => kind !== "same")
      if (row === undefined) break
      now = { ...now, ...restored(before, now, rows, row) }
    }
    assert.deepEqual(sources(now), sources(before), `seed ${seed}`)
  }
})
