import assert from "node:assert/strict"
import { test } from "node:test"
import { decode, encode } from "../../electron/renderer/jupyter/frames.ts"
import { press } from "../../electron/renderer/keys/chords.ts"
import { ranked } from "../../electron/renderer/keys/ranked.ts"
import { chartsOf, curves, figure } from "../../electron/renderer/outputs/curves.ts"
import { stageGraph } from "../../electron/renderer/stages/graph.ts"
import { readHeader, withOption, writeHeader } from "../../electron/renderer/stages/headerline.ts"
import { optionsOf, problemOf } from "../../electron/renderer/stages/options.ts"
import { findAll, replaced } from "../../electron/renderer/state/search.ts"
import { en } from "../../electron/renderer/words/en.ts"
import { parseHeader } from "../../kernel/cell/header.ts"
import { stages } from "../../kernel/contracts/stages.ts"
import { book } from "./book.ts"

test("a header line is read as the kernel reads it", () => {
  const samples = [
    "%%data digits --test 0.2 --seed=7",
    "%%params\nconst a = 1",
    '%%deploy "my service" --target local',
    "%%train cnn --epochs 3",
  ]
  for (const source of samples) {
    const ours = readHeader(source)
    const kernels = parseHeader(source)?.header
    assert.equal(ours?.stage, kernels?.stage)
    assert.equal(
      ours?.name ?? "",
      kernels?.name === undefined ? "" : source.includes('"') ? `"${kernels.name}"` : kernels.name,
    )
    assert.deepEqual(
      ours?.options.map(({ flag }) => flag),
      Object.keys(kernels?.options ?? {}).filter(key => source.includes(`--${key}`)),
    )
  }
  assert.equal(readHeader("const a = 1"), undefined)
  assert.equal(readHeader("%%unknown x"), undefined)
})

test("changing an option changes the header line and nothing else", () => {
  const source = "// first\n%%train cnn --batch 32\nconst a = 1\n"
  const header = readHeader(source)!
  assert.equal(
    writeHeader(source, withOption(header, "batch", "64")),
    "// first\n%%train cnn --batch 64\nconst a = 1\n",
  )
  assert.equal(
    writeHeader(source, withOption(header, "epochs", "5")),
    "// first\n%%train cnn --batch 32 --epochs 5\nconst a = 1\n",
  )
  assert.equal(writeHeader(source, withOption(header, "batch", "")), "// first\n%%train cnn\nconst a = 1\n")
})

test("every stage's form comes from its schema, and says what is wrong with a value", () => {
  for (const stage of stages) assert.ok(optionsOf(stage).every(({ help }) => help !== ""))
  assert.equal(problemOf(en, "data", "test", "0.2"), undefined)
  assert.notEqual(problemOf(en, "data", "test", "2"), undefined)
  assert.notEqual(problemOf(en, "data", "nothing", "2"), undefined)
})

test("stages depend on each other through plain cells, and what a longer way says is left out", () => {
  const { order, cells } = book("%%data d", "const x = d", "%%model m", "%%train m")
  const edge = (from: string, to: string) => ({ from, to, names: [] })
  const graph = { nodes: [], edges: [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("a", "d")] }
  const found = stageGraph(order, cells, graph)
  assert.deepEqual(
    found.nodes.map(({ id }) => id),
    ["a", "c", "d"],
  )
  assert.deepEqual(found.edges, [
    { from: "a", to: "c" },
    { from: "c", to: "d" },
  ])
})

test("two keys make one command, and a key that does not go on is read for itself", () => {
  assert.deepEqual(press("", "D", "command"), { command: undefined, pending: "D" })
  assert.deepEqual(press("D", "D", "command"), { command: "cell.delete", pending: "" })
  assert.deepEqual(press("D", "J", "command"), { command: "select.down", pending: "" })
  assert.deepEqual(press("0", "0", "command"), { command: "kernel.restart", pending: "" })
})

test("letters are commands in command mode only, Shift Enter everywhere", () => {
  assert.equal(press("", "A", "edit").command, undefined)
  assert.equal(press("", "A", "command").command, "cell.above")
  assert.equal(press("", "Shift+Enter", "edit").command, "cell.runNext")
  assert.equal(press("", "Escape", "edit").command, "mode.command")
})

test("the palette finds words before letters", () => {
  const names = ["Restart the kernel", "Run all cells", "Clear outputs"]
  assert.equal(ranked(names, name => name, "run")[0], "Run all cells")
  assert.equal(ranked(names, name => name, "kernel")[0], "Restart the kernel")
  assert.deepEqual(
    ranked(names, name => name, "zzz"),
    [],
  )
})

test("finding goes over all cells, and replacing takes `$` as it is written", () => {
  const document = book("a.b", "ab A.B")
  const query = { text: "a.b", caseSensitive: false, regular: false, word: false }
  assert.deepEqual(findAll(document, query), [
    { cell: "a", start: 0, end: 3 },
    { cell: "b", start: 3, end: 6 },
  ])
  assert.deepEqual(replaced(document, query, "$1"), [
    { cell: "a", source: "$1" },
    { cell: "b", source: "ab $1" },
  ])
  const groups = { text: "(a)(.)b", caseSensitive: true, regular: true, word: false }
  assert.deepEqual(replaced(document, groups, "$2$1"), [{ cell: "a", source: ".a" }])
  assert.deepEqual(findAll(document, { ...groups, text: "(" }), [])
})

test("a message goes through the WebSocket's framing unchanged", () => {
  const message = {
    channel: "shell",
    header: { msg_id: "1", msg_type: "execute_request", session: "s" },
    parent: {},
    metadata: { a: 1 },
    content: { code: "漢字 😀" },
    buffers: [new Uint8Array([1, 2, 3]), new Uint8Array()],
  }
  assert.deepEqual(decode(encode(message).buffer), message)
  assert.throws(() => decode(new ArrayBuffer(16)))
})

test("curves leave out what is not finite, and figures read as a person says them", () => {
  const columns = ["epoch", "loss", "accuracy", "valAccuracy"]
  assert.deepEqual(chartsOf(columns)[0], { name: "accuracy", columns: ["accuracy", "valAccuracy"] })
  const rows = [
    [1, 2, 0.5, null],
    [2, 1, 1, 0.75],
  ]
  const { curves: drawn } = curves(columns, rows, ["accuracy", "valAccuracy"], [100, 50])
  assert.deepEqual(drawn[0]?.points, [
    { x: 0, y: 50 },
    { x: 100, y: 0 },
  ])
  assert.deepEqual(drawn[1]?.points, [{ x: 100, y: 25 }])
  assert.equal(figure("accuracy", 0.984), "98.4 %")
  assert.equal(figure("loss", 0.04213), "0.0421")
  assert.equal(figure("loss", null), "–")
})
