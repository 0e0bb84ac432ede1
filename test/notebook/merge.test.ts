import assert from "node:assert/strict"
import { test } from "node:test"
import { gitMergeText } from "../../kernel/cli/git/text.ts"
import { conflictsIn, resolveText } from "../../kernel/contracts/conflicts.ts"
import { formatIpynb, parseIpynb } from "../../kernel/notebook/index.ts"
import { mergeNotebooks } from "../../kernel/notebook/merge/merge.ts"
import { mergeRecord } from "../../kernel/notebook/merge/records.ts"
import { resolveConflicts } from "../../kernel/notebook/merge/resolve.ts"
import type { Cell, CodeCell, Notebook } from "../../kernel/notebook/model.ts"
import { anyNotebook, anyText, type Random, randomFrom } from "./random.ts"

const labels = { base: "base", ours: "ours", theirs: "theirs" }
const merging = { labels, mergeText: gitMergeText(labels) }
const merge = (base: Notebook | undefined, ours: Notebook, theirs: Notebook) =>
  mergeNotebooks(base, ours, theirs, merging)

const code = (id: string, source: string, outputs: CodeCell["outputs"] = [], count: number | null = null): Cell => ({
  cell_type: "code",
  execution_count: count,
  id,
  metadata: {},
  outputs,
  source,
})
const book = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })
const sources = ({ cells }: Notebook) => cells.map(({ source }) => source)
const print = (text: string): CodeCell["outputs"] => [{ output_type: "stream", name: "stdout", text }]

test("cells that one side edited, added, moved or took out are merged without a question", () => {
  const base = book(code("a", "1"), code("b", "2"), code("c", "3"), code("d", "4"))
  const ours = book(code("a", "1 // ours"), code("x", "new of ours"), code("c", "3"), code("d", "4"))
  const theirs = book(
    code("d", "4"),
    code("a", "1"),
    code("b", "2"),
    code("y", "new of theirs"),
    code("c", "3 // theirs"),
  )
  const { notebook, conflicts } = merge(base, ours, theirs)
  assert.equal(conflicts, 0)
  assert.deepEqual(sources(notebook), ["4", "1 // ours", "new of ours", "new of theirs", "3 // theirs"])
})

test("two edits of one cell in different lines are both there", () => {
  const lines = (first: string, last: string) => `${first}\nconst b = 2\nconst c = 3\n\n${last}`
  const base = book(code("a", lines("const a = 1", "last")))
  const ours = book(code("a", lines("const a = 10", "last")))
  const theirs = book(code("a", lines("const a = 1", "last // theirs")))
  const { notebook, conflicts } = merge(base, ours, theirs)
  assert.deepEqual([conflicts, sources(notebook)], [0, [lines("const a = 10", "last // theirs")]])
})

test("two edits of one line stand between markers, and each choice gives that side", async () => {
  const base = book(code("a", "x\nconst rate = 1\ny"))
  const ours = book(code("a", "x\nconst rate = 2\ny"))
  const theirs = book(code("a", "x\nconst rate = 3\ny"))
  const { notebook, conflicts } = merge(base, ours, theirs)
  assert.equal(conflicts, 1)
  assert.deepEqual(conflictsIn(notebook.cells), [{ id: "a", number: 1, line: 2 }])
  assert.equal(notebook.cells[0]!.source, "x\n<<<<<<< ours\nconst rate = 2\n=======\nconst rate = 3\n>>>>>>> theirs\ny")
  const decided = async (choice: "ours" | "theirs" | "both") =>
    sources((await resolveConflicts(notebook, async () => choice))!)
  assert.deepEqual(await decided("ours"), ["x\nconst rate = 2\ny"])
  assert.deepEqual(await decided("theirs"), ["x\nconst rate = 3\ny"])
  assert.deepEqual(await decided("both"), ["x\nconst rate = 2\nconst rate = 3\ny"])
  assert.equal(await resolveConflicts(notebook, async () => undefined), undefined)
})

test("a cell that one side took out and the other edited stays, for a person to decide", async () => {
  const base = book(code("a", "1"), code("b", "2"))
  for (const [ours, theirs] of [
    [book(code("a", "1")), book(code("a", "1"), code("b", "2 edited"))],
    [book(code("a", "1"), code("b", "2 edited")), book(code("a", "1"))],
  ] as const) {
    const { notebook, conflicts } = merge(base, ours, theirs)
    assert.equal(conflicts, 1)
    assert.match(notebook.cells[1]!.source, /^<<<<<<< ours\n(?:2 edited\n)?=======\n(?:2 edited\n)?>>>>>>> theirs$/)
    const sides = await Promise.all(
      (["ours", "theirs"] as const).map(async choice =>
        sources((await resolveConflicts(notebook, async () => choice))!),
      ),
    )
    assert.deepEqual(sides.sort(), [["1"], ["1", "2 edited"]])
  }
  // Another run of a cell is no work that would be lost.
  assert.deepEqual(
    sources(merge(base, book(code("a", "1")), book(code("a", "1"), code("b", "2", print("2\n"), 7))).notebook),
    ["1"],
  )
})

test("outputs and counts are never asked about: those of who ran the code as it stands, else ours, marked as stale", () => {
  const at = (source: string, shown: string, count: number) => book(code("a", source, print(shown), count))
  const of = ({ notebook, conflicts }: ReturnType<typeof merge>) => {
    const cell = notebook.cells[0] as CodeCell
    return [conflicts, cell.outputs, cell.execution_count, cell.metadata]
  }
  assert.deepEqual(of(merge(at("x", "was", 1), at("x", "ours", 2), at("x", "theirs", 3))), [0, print("ours"), 2, {}])
  assert.deepEqual(of(merge(at("x", "was", 1), at("x", "was", 1), at("x", "theirs", 3))), [0, print("theirs"), 3, {}])
  assert.deepEqual(of(merge(at("x", "was", 1), at("x", "ours", 2), at("y", "theirs", 3))), [0, print("theirs"), 3, {}])
  const both = merge(at("a\nb\nc\nd", "was", 1), at("A\nb\nc\nd", "ours", 2), at("a\nb\nc\nD", "theirs", 3))
  assert.deepEqual(of(both), [0, print("ours"), null, { kaon: { stale: true } }])
})

test("metadata is merged key by key, tags as a set; what both changed is shown in a cell of its own and can be decided", async () => {
  const tagged = (metadata: Record<string, unknown>) => book({ ...code("a", "1"), metadata })
  const clean = merge(
    tagged({ tags: ["x", "y"] }),
    tagged({ tags: ["y", "ours"] }),
    tagged({ tags: ["x", "y", "z"], name: "n" }),
  )
  assert.deepEqual([clean.conflicts, clean.notebook.cells[0]!.metadata], [0, { tags: ["y", "ours", "z"], name: "n" }])
  const { notebook, conflicts } = merge(tagged({ name: "n" }), tagged({ name: "o" }), tagged({ name: "t" }))
  assert.equal(conflicts, 1)
  assert.equal(notebook.cells[1]!.cell_type, "raw")
  assert.deepEqual(
    conflictsIn(notebook.cells).map(({ number }) => number),
    [2],
  )
  for (const [choice, name] of [
    ["ours", "o"],
    ["theirs", "t"],
  ] as const) {
    const decided = (await resolveConflicts(notebook, async () => choice))!
    assert.deepEqual(
      decided.cells.map(({ metadata }) => metadata),
      [{ name }],
    )
  }
})

test("the same cell added by both sides is there once; others of both are there each", () => {
  const { notebook, conflicts } = merge(
    book(),
    book(code("n", "same"), code("o", "ours")),
    book(code("m", "same"), code("t", "theirs")),
  )
  assert.deepEqual([conflicts, sources(notebook)], [0, ["same", "ours", "theirs"]])
})

test("a notebook that both sides added has no base, and no id comes twice", () => {
  const { notebook, conflicts } = merge(undefined, book(code("a", "ours alone")), book(code("a", "theirs alone")))
  assert.equal(conflicts, 1)
  assert.match(notebook.cells[0]!.source, /ours alone[\s\S]*theirs alone/)
  assert.equal(new Set(notebook.cells.map(({ id }) => id)).size, notebook.cells.length)
})

test("keys that objects have by nature are merged as any others", () => {
  const own = JSON.parse('{"__proto__":{"x":1},"constructor":2}')
  const clashes: unknown[] = []
  const merged = mergeRecord({ base: {}, ours: {}, theirs: own }, clash => clashes.push(clash))
  assert.deepEqual([Object.keys(merged), clashes], [["__proto__", "constructor"], []])
})

test("markers that do not follow each other are no conflict", () => {
  for (const text of [
    "=======",
    "<<<<<<< a\nb",
    "Title\n=======\n>>>>>>> x",
    "<<<<<<<x\n=======\n>>>>>>>x",
    ">>>>>>> b\n=======\n<<<<<<< a",
  ])
    assert.equal(resolveText(text), undefined, text)
  assert.equal(
    resolveText("a\r\n<<<<<<<<< o\r\n1\r\n||||||||| b\r\n0\r\n=========\r\n2\r\n>>>>>>>>> t\r\n")?.with("both"),
    "a\r\n1\r\n2\r\n",
  )
})

/** Random changes to cells that `mine` names; every cell keeps its id. */
function edited(random: Random, base: Notebook, mine: (index: number) => boolean, side: string): Notebook {
  const cells = base.cells.flatMap((cell, index): Cell[] => {
    const added = random(4) === 0 ? [code(`${side}-${index}`, `${side} ${index} ${anyText(random)}`)] : []
    if (!mine(index)) return [cell, ...added]
    const change = random(4)
    if (change === 0) return added
    if (change === 1) return [{ ...cell, source: `${side}:${anyText(random)}` }, ...added]
    if (change === 2) return [{ ...cell, metadata: { ...cell.metadata, [side]: index } }, ...added]
    return [cell, ...added]
  })
  const from = cells.findIndex(
    cell =>
      base.cells.findIndex(({ id }) => id === cell.id) >= 0 && mine(base.cells.findIndex(({ id }) => id === cell.id)),
  )
  if (random(3) === 0 && from >= 0) cells.splice(random(cells.length), 0, ...cells.splice(from, 1))
  return { ...base, cells }
}

test("edits of different cells merge without a question and without loss, and every result can be read again", () => {
  const text = (cell: Cell) => JSON.stringify([cell.cell_type, cell.source, cell.metadata])
  for (let seed = 1; seed <= 600; seed++) {
    const random = randomFrom(seed)
    // Texts of their own, so that no cell can pass for another.
    const found = anyNotebook(random)
    const base = { ...found, cells: found.cells.map((cell, i) => ({ ...cell, source: `${i}\n${cell.source}` })) }
    const ours = edited(random, base, index => index % 2 === 0, "ours")
    const theirs = edited(random, base, index => index % 2 === 1, "theirs")
    const { notebook, conflicts } = merge(base, ours, theirs)
    assert.equal(conflicts, 0, `seed ${seed}`)
    const was = new Map(base.cells.map(cell => [cell.id, text(cell)]))
    const wanted = new Map<string, string>()
    for (const side of [ours, theirs])
      for (const cell of side.cells) {
        const other = side === ours ? theirs : ours
        const gone = was.has(cell.id) && !other.cells.some(({ id }) => id === cell.id)
        if (!gone && (text(cell) !== was.get(cell.id) || !wanted.has(cell.id))) wanted.set(cell.id, text(cell))
      }
    const got = new Map(notebook.cells.map(cell => [cell.id, text(cell)]))
    assert.equal(got.size, notebook.cells.length, `seed ${seed}: an id twice`)
    assert.deepEqual(Object.fromEntries([...got].sort()), Object.fromEntries([...wanted].sort()), `seed ${seed}`)
    const again = parseIpynb(formatIpynb(notebook), "merged")
    assert.equal(formatIpynb(again.notebook, again.style), formatIpynb(notebook), `seed ${seed}`)
  }
})

test("whatever both sides do, no line that either wrote is lost", () => {
  for (let seed = 1; seed <= 120; seed++) {
    const random = randomFrom(seed)
    const base = anyNotebook(random)
    const ours = edited(random, base, () => true, "ours")
    const theirs = edited(random, base, () => true, "theirs")
    const { notebook } = merge(base, ours, theirs)
    const all = notebook.cells.map(({ source }) => source).join("\n")
    for (const [side, name] of [
      [ours, "ours"],
      [theirs, "theirs"],
    ] as const)
      for (const { source } of side.cells)
        for (const line of source.split("\n"))
          if (line.startsWith(name)) assert.ok(all.includes(line), `seed ${seed}: ${JSON.stringify(line)} of ${name}`)
    parseIpynb(formatIpynb(notebook), "merged")
    // A merge with what one began with gives the other side.
    assert.equal(formatIpynb(merge(base, base, theirs).notebook), formatIpynb(theirs), `seed ${seed}: theirs alone`)
    assert.equal(formatIpynb(merge(base, ours, base).notebook), formatIpynb(ours), `seed ${seed}: ours alone`)
  }
})
