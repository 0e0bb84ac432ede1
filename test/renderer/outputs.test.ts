import assert from "node:assert/strict"
import { test } from "node:test"
import { blobOf, sizeOf } from "../../electron/renderer/outputs/bitmap.ts"
import { chainOf, codeOf } from "../../electron/renderer/outputs/chain.ts"
import { chartSummary, chartTable, withoutUserMeta } from "../../electron/renderer/outputs/chartdata.ts"
import { curves } from "../../electron/renderer/outputs/curves.ts"
import { textLines } from "../../electron/renderer/outputs/lines.ts"
import { Reader } from "../../electron/renderer/outputs/reader.ts"
import { fileOf } from "../../electron/renderer/outputs/save.ts"
import { treeLines } from "../../electron/renderer/outputs/tree.ts"
import { applyMessage, noOutputs, omittedType } from "../../electron/renderer/state/outputs.ts"
import { filed } from "../../electron/renderer/state/terminal.ts"

const shape = (value: unknown, open: Record<string, number>) =>
  treeLines(value, new Map(Object.entries(open))).map(
    ({ depth, key, text }) => `${" ".repeat(depth)}${key ?? ""}:${text}`,
  )

test("a JSON tree shows what is open and no more, and says how much more there is", () => {
  const value = { a: [1, "two", null], b: { c: true } }
  assert.deepEqual(shape(value, {}), [":{2}"])
  assert.deepEqual(shape(value, { "[]": 100, '["a"]': 2 }), [":{2}", " a:[3]", "  0:1", '  1:"two"', "  :1", " b:{1}"])
})

test("a million levels, a million entries and names of prototypes are a tree like any other", () => {
  const deep = JSON.parse(`${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`)
  assert.deepEqual(shape(deep, { "[]": 100, '["0"]': 100 }), [":[1]", " 0:[1]", "  0:[1]"])
  const wide = Array.from({ length: 1_000_000 }, (_, i) => i)
  assert.equal(treeLines(wide, new Map([["[]", 100]])).length, 102)
  const odd = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3}')
  assert.deepEqual(shape(odd, { "[]": 100, '["__proto__"]': 100 }), [
    ":{3}",
    " __proto__:{1}",
    "  polluted:1",
    " constructor:2",
    " toString:3",
  ])
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
})

test("a traceback is the error that was thrown and what caused it, whichever way the kernel tells it", () => {
  const kaon = [
    "TypeError: no",
    "> 2 | f()",
    "    at cell 1",
    "",
    "caused by",
    "RangeError: low",
    "",
    "caused by",
    "Error: deep",
  ]
  assert.deepEqual(
    chainOf(kaon).map(({ lines }) => lines[0]),
    ["TypeError: no", "RangeError: low", "Error: deep"],
  )
  const python = [
    "ValueError: low",
    "\u001b[0mDuring handling of the above exception, another exception occurred:",
    "KeyError: high",
  ]
  assert.deepEqual(
    chainOf(python).map(({ because, lines }) => [because.slice(0, 6), lines[0]]),
    [
      ["", "KeyError: high"],
      ["During", "ValueError: low"],
    ],
  )
  assert.deepEqual(chainOf([]), [])
  assert.deepEqual(codeOf(["TypeError: no", "  1 | const a = 1", "> 2 | f()", "    |  ^"]), [
    { marked: false, number: "1", text: "const a = 1" },
    { marked: true, number: "2", text: "f()" },
  ])
})

test("a bitmap says its size in its first bytes; what is none says nothing", () => {
  const png = Buffer.from([
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 2, 128, 0, 0, 1, 224, 8, 6,
  ])
  assert.deepEqual(sizeOf("image/png", png.toString("base64")), { width: 640, height: 480 })
  assert.deepEqual(sizeOf("image/gif", Buffer.from("GIF89a\x10\x00\x08\x00").toString("base64")), {
    width: 16,
    height: 8,
  })
  for (const bad of ["", "no base64 ☃", "QUJD"]) assert.equal(sizeOf("image/png", bad), undefined)
  assert.equal(blobOf("image/png", "☃"), undefined)
  assert.equal(blobOf("image/png", "QU\nJD")?.size, 3)
})

test("lines of a text are read in any part and found wherever they stand", async () => {
  const lines = textLines(
    Array.from({ length: 10_000 }, (_, i) => (i % 999 === 7 ? "seven seven" : `line ${i}`)).join("\n"),
  )
  assert.deepEqual(await lines.read(9999, 50), { lines: ["line 9999"], total: 10_000 })
  assert.deepEqual((await lines.find("seven", 0)).slice(0, 3), [7, 1006, 2005])
  assert.deepEqual(await lines.find("nowhere", 0), [])
})

test("a reader fetches each block of lines once and forgets those long past", async () => {
  const asked: number[] = []
  const reader = new Reader({
    read: async (start, count) => {
      asked.push(start)
      return { lines: Array.from({ length: count }, (_, i) => String(start + i)), total: 1_000_000 }
    },
    find: async () => [],
  })
  const change = () => new Promise<void>(resolve => reader.subscribe(resolve))
  for (const first of [0, 0, 100, 250]) {
    reader.want(first, first + 40)
    if (reader.line(first) === undefined) await change()
  }
  assert.deepEqual(asked, [0, 200])
  for (let block = 2; block < 40; block++) {
    reader.want(block * 200, block * 200 + 10)
    await change()
  }
  assert.equal(reader.line(0), undefined)
  assert.equal(reader.line(39 * 200), "7800")
})

test("a stream that the host has more of says so in the file, once", () => {
  const first = applyMessage(noOutputs, "stream", { name: "stdout", text: "begin\n" })
  const [output] = applyMessage(first, omittedType, { name: "stdout", text: "" }).list
  assert.ok(output?.kind === "stream" && output.text.more)
  assert.match(filed(output.text), /^begin\n\n… The output went on/)
  assert.equal(applyMessage(noOutputs, omittedType, { name: "stdout", text: "" }), noOutputs)
})

test("an output is saved as the richest file that it holds", async () => {
  const saved = fileOf({ "text/plain": "x", "image/png": "QUJD" })
  assert.deepEqual([saved?.name, saved?.blob.size], ["output.png", 3])
  assert.equal(await fileOf({ "application/json": { a: 1 } })?.blob.text(), '{\n  "a": 1\n}')
  assert.equal(fileOf({ "application/x-unknown": 1 }), undefined)
})

test("on a logarithmic scale equal ratios are equal steps, and what is not above zero is left out", () => {
  const { curves: drawn } = curves(["loss"], [[100], [10], [0], [1]], ["loss"], [30, 100], true)
  assert.deepEqual(
    drawn[0]?.points.map(({ x, y }) => [x, Math.round(y)]),
    [
      [0, 0],
      [10, 50],
      [30, 100],
    ],
  )
})

test("a chart says what it shows, and its rows are a table; what would steer the page is taken out", () => {
  const spec = {
    title: { text: "Loss by epoch" },
    usermeta: { embedOptions: { actions: true } },
    vconcat: [
      {
        data: {
          values: [
            { epoch: 1, loss: 2 },
            { epoch: 2, loss: 1, note: "x" },
          ],
        },
        layer: [
          { mark: "line", encoding: { x: { field: "epoch" }, y: { field: "loss", title: "Loss" } } },
          { mark: { type: "rule" } },
        ],
      },
    ],
  }
  assert.equal(chartSummary(spec), "Loss by epoch; line, rule; x: epoch, y: Loss")
  const table = chartTable(spec)
  assert.deepEqual(
    table?.columns.map(({ name }) => name),
    ["epoch", "loss", "note"],
  )
  assert.deepEqual(table?.rows, [
    [1, 2, null],
    [2, 1, "x"],
  ])
  assert.equal("usermeta" in withoutUserMeta(spec), false)
  assert.equal(chartTable({ data: { url: "https://elsewhere" } }), undefined)
  let endless: Record<string, unknown> = { mark: "bar" }
  for (let i = 0; i < 5000; i++) endless = { layer: [endless] }
  assert.equal(chartSummary(endless), "")
})
