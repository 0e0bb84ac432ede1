import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { type ExtensionClient, ExtensionRefused, type KernelClient } from "../../kernel/client/index.ts"
import type { ExtensionInput, ExtensionResult } from "../../kernel/contracts/extension.ts"
import { startOurs, streamOf, textOf } from "./kernel.ts"

let kernel: KernelClient
let kaon: ExtensionClient
before(async () => {
  kernel = await startOurs()
  kaon = await kernel.extension()
})
after(() => kernel.shutdown())

const run = async (code: string, cellId?: string) => {
  const execution = await kernel.execute(code, cellId === undefined ? {} : { metadata: { cellId } })
  assert.equal(execution.status, "ok", execution.error?.traceback.join("\n") ?? "")
  return execution
}

type Variable = ExtensionResult<"variables.list">["variables"][number]

const list = async (): Promise<Record<string, Variable>> => {
  const { variables } = await kaon.call("variables.list", {})
  return Object.fromEntries(variables.map(variable => [variable.name, variable]))
}

const page = (params: ExtensionInput<"variables.page">) => kaon.call("variables.page", params)

const refused = (code: string) => (cause: unknown) => cause instanceof ExtensionRefused && cause.code === code

test("variables are listed with type, extent, size, preview and the cell that defined them last", async () => {
  await run(
    "const count = 3; let text = 'ç'.repeat(1000); const early = helper(); function helper() { return 1 }",
    "one",
  )
  await run(
    "const floats = new Float32Array(1000); const pairs = new Map([['a', { n: 1 }]]); class Point { x = 1; #y = 2 }; const point = new Point()",
    "two",
  )
  await run("const count = 4n; fails = 1; let fails", "three").catch(() => {})
  await kernel.execute("const failed = (() => { throw new Error('no') })()")
  const found = await list()
  assert.deepEqual(found.count, { name: "count", type: "bigint", preview: "4n", cellId: "three" })
  assert.equal(found.text?.type, "string")
  assert.ok(found.text.preview.length < 120)
  assert.deepEqual(found.floats, {
    name: "floats",
    type: "Float32Array",
    shape: [1000],
    bytes: 4000,
    preview: "Float32Array(1000) [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 990 more]",
    cellId: "two",
  })
  assert.deepEqual(found.pairs?.shape, [1])
  assert.equal(found.pairs.preview, "Map(1) ['a' => {n: 1}]")
  assert.equal(found.Point?.type, "class")
  assert.equal(found.helper?.type, "function")
  assert.deepEqual(found.point, { name: "point", type: "Point", preview: "Point {x: 1}", cellId: "two" })
  assert.equal(found.failed, undefined)
  assert.deepEqual(
    Object.keys(found).filter(name => name.includes("$")),
    [],
  )
})

test("looking at values runs no user code: no getter, no proxy's trap, no method of theirs", async () => {
  await run(`let touched: string[] = []
  const touch = (what: string) => { touched.push(what); return what }
  const hostile = {
    get a() { return touch("getter") },
    get [Symbol.toStringTag]() { return touch("tag") },
    [Symbol.for("nodejs.util.inspect.custom")]() { return touch("inspect") },
    toString() { return touch("toString") },
    toJSON() { return touch("toJSON") },
    get constructor() { return touch("constructor") },
    get dtype() { return touch("dtype") },
    get numRows() { return touch("numRows") },
  }
  const trap = new Proxy({}, new Proxy({}, { get(_, name) { return () => touch(String(name)) } }))
  const inherits = Object.create(trap)
  class Sneaky extends Array { get length2() { return touch("length2") } static get name() { return touch("name") } }
  const sneaky = new Sneaky(1, 2)
  class Err extends Error { override get message() { return touch("message") } override get stack() { return touch("stack") } }
  const err = new Err()
  const rows = [{ get x() { return touch("x") }, y: 1 }, { x: 2, y: trap }]
  const holder = [hostile, trap, inherits, sneaky, err, rows]; undefined`)
  const found = await list()
  assert.equal(found.trap?.type, "Proxy")
  assert.match(found.hostile?.preview ?? "", /a: \[Getter\]/)
  const { rows } = await page({ name: "rows" })
  assert.deepEqual(rows, [
    ["[Getter]", 1],
    [2, "Proxy"],
  ])
  for (const name of ["hostile", "holder", "sneaky"]) await page({ name })
  await assert.rejects(page({ name: "trap" }), refused("NOT_A_TABLE"))
  assert.equal(textOf(await run("touched.join()")), "''")
})

test("a huge value is listed and paged in milliseconds", async () => {
  await run(`const huge = Array.from({ length: 1e7 }, (_, i) => i)
  const hugeText = "x".repeat(5e7)
  const hugeMap = new Map(huge.slice(0, 1e6).map(i => [i, i])); undefined`)
  await list()
  const before = performance.now()
  const found = await list()
  const listed = performance.now() - before
  assert.equal(found.huge?.shape?.[0], 1e7)
  assert.ok(found.hugeText!.preview.length <= 240)
  assert.ok(listed < 100, `${listed} ms`)
  const again = performance.now()
  const { rows, total } = await page({ name: "huge", start: 9_999_998, count: 50 })
  assert.ok(performance.now() - again < 100)
  assert.deepEqual(
    { rows, total },
    {
      rows: [
        [9_999_998, 9_999_998],
        [9_999_999, 9_999_999],
      ],
      total: 1e7,
    },
  )
  await assert.rejects(page({ name: "huge", sort: { column: "value" } }), refused("TOO_LARGE"))
  assert.deepEqual((await page({ name: "hugeMap", start: 999_999 })).rows, [[999_999, 999_999]])
  await run("huge.length = 0; hugeMap.clear()")
})

test("arrays of objects page by their keys, with types, sorting and filters", async () => {
  await run(`const people = [
    { name: "Ada", born: 1815, seen: new Date(0) },
    { name: "Émilie", born: 1706, extra: NaN },
    { name: "Alan", born: null, extra: { deep: true } },
    { name: "ada", born: 1900 },
  ]`)
  const all = await page({ name: "people" })
  assert.deepEqual(all.columns, [
    { name: "name", type: "string" },
    { name: "born", type: "number" },
    { name: "seen", type: "Date" },
    { name: "extra", type: "mixed" },
  ])
  assert.deepEqual(all.rows, [
    ["Ada", 1815, "1970-01-01T00:00:00.000Z", null],
    ["Émilie", 1706, null, "NaN"],
    ["Alan", null, null, "{deep: true}"],
    ["ada", 1900, null, null],
  ])
  const names = async (params: Omit<ExtensionInput<"variables.page">, "name">) =>
    (await page({ name: "people", ...params })).rows.map(([name]) => name)
  assert.deepEqual(await names({ sort: { column: "born" } }), ["Émilie", "Ada", "ada", "Alan"])
  assert.deepEqual(await names({ sort: { column: "born", descending: true } }), ["ada", "Ada", "Émilie", "Alan"])
  assert.deepEqual(await names({ filter: [{ column: "name", is: "contains", value: "ADA" }] }), ["Ada", "ada"])
  assert.deepEqual(await names({ filter: [{ column: "born", is: ">=", value: "1815" }] }), ["Ada", "ada"])
  assert.deepEqual(await names({ filter: [{ column: "born", is: "=", value: null }] }), ["Alan"])
  const one = await page({
    name: "people",
    start: 1,
    count: 1,
    sort: { column: "name" },
    filter: [{ column: "born", is: "!=", value: null }],
  })
  assert.deepEqual([one.total, one.matching, one.rows.length, one.rows[0]?.[0]], [4, 3, 1, "ada"])
  await assert.rejects(page({ name: "people", sort: { column: "nope" } }), refused("PARAMS_INVALID"))
})

test("typed arrays, nested arrays, maps, sets and objects page too; what has no rows says so", async () => {
  await run(`const bytes = Uint8Array.of(5, 6); const grid = [[1, 2], [3]]; const marks = new Set(["a"])
  const options = { rate: 0.1, deep: { x: [1] } }; const single = 5; const words = ["x", , "y"]`)
  assert.deepEqual((await page({ name: "bytes" })).rows, [
    [0, 5],
    [1, 6],
  ])
  assert.deepEqual((await page({ name: "grid" })).rows, [
    [1, 2],
    [3, null],
  ])
  assert.deepEqual((await page({ name: "marks" })).rows, [[0, "a"]])
  assert.deepEqual((await page({ name: "options" })).rows, [
    ["rate", 0.1],
    ["deep", "{x: [1]}"],
  ])
  assert.deepEqual((await page({ name: "words" })).rows, [
    [0, "x"],
    [1, null],
    [2, "y"],
  ])
  await assert.rejects(page({ name: "single" }), refused("NOT_A_TABLE"))
  await assert.rejects(page({ name: "nobody" }), refused("NOT_FOUND"))
  await assert.rejects(page({ name: "globalThis.leak = 1" }), refused("NOT_FOUND"))
  assert.equal(textOf(await run("typeof globalThis.leak")), "'undefined'")
})

test("tensors show shape, type and values, and page along their last axis", async () => {
  const { outputs } = await run(
    "const t = tf.tensor([[1, 2.5], [3, NaN]]); const cube = tf.zeros([2, 3, 4]); const big = tf.ones([100, 100]); t",
  )
  assert.equal(textOf({ outputs } as Parameters<typeof textOf>[0]), "Tensor float32 2×2\n[[1, 2.5],\n [3, NaN]]")
  const found = await list()
  assert.deepEqual(
    [found.t?.type, found.t?.shape, found.t?.bytes, found.t?.preview],
    ["Tensor", [2, 2], 16, "Tensor float32 2×2"],
  )
  assert.deepEqual((await page({ name: "t" })).rows, [
    [0, 1, 2.5],
    [1, 3, "NaN"],
  ])
  const { rows, total } = await page({ name: "cube", start: 4, count: 1 })
  assert.deepEqual({ rows, total }, { rows: [["1, 1", 0, 0, 0, 0]], total: 6 })
  assert.ok(textOf(await run("big"))!.length < 400)
  assert.match(textOf(await run("t.dispose(); t")) ?? "", /Tensor float32 2×2 \(.*disposed/)
})

test("a dataset pages over its raw rows, with the split that each is in", async () => {
  await run(`import { datasetFrom } from "${new URL("../../kernel/learn/index.ts", import.meta.url).pathname}"
  const flowers = await datasetFrom(async () => ({
    id: "flowers", title: "Flowers", target: "kind", citation: "", licence: "",
    splits: { all: { rows: 10, columns: [
      { name: "length", kind: "number", shape: [], values: Float64Array.from({ length: 10 }, (_, i) => i / 2) },
      { name: "kind", kind: "class", shape: [], values: Int32Array.from({ length: 10 }, (_, i) => i % 2), classes: ["rose", "lily"] },
    ] } },
  })).split({ test: 0.2, seed: 1 })`)
  const { flowers } = await list()
  assert.deepEqual([flowers?.type, flowers?.shape, flowers?.preview], ["Dataset", [10, 2], "Flowers: train 8, test 2"])
  const { columns, rows } = await page({ name: "flowers", sort: { column: "length", descending: true }, count: 2 })
  assert.deepEqual(columns, [
    { name: "split", type: "string" },
    { name: "length", type: "number" },
    { name: "kind", type: "class" },
  ])
  assert.deepEqual(
    rows.map(([, length, kind]) => [length, kind]),
    [
      [4.5, "lily"],
      [4, "rose"],
    ],
  )
  const tests = await page({ name: "flowers", filter: [{ column: "split", is: "=", value: "test" }] })
  assert.equal(tests.matching, 2)
})

test("an Arrow table shows and pages its own columns", async () => {
  const { outputs } = await run(`class Table {
    schema = { fields: [{ name: "id", type: "Int64" }, { name: "name", type: "Utf8" }] }
    get numRows() { return 2 }
    getChild(name: string) { return { get: (row: number) => name === "id" ? BigInt(row) : "row " + row } }
  }
  const arrow = new Table()
  arrow`)
  const shown = outputs[0]?.content.data as Record<string, unknown>
  assert.equal(shown["text/plain"], "2 rows, 2 columns\nid  name\n0   row 0\n1   row 1")
  assert.match(String(shown["text/html"]), /<td>row 1<\/td>/)
  assert.deepEqual((await list()).arrow?.shape, [2, 2])
  assert.deepEqual((await page({ name: "arrow" })).rows, [
    ["0", "row 0"],
    ["1", "row 1"],
  ])
})

test("a value is shown as a cell shows it", async () => {
  await run("const shown = { [Jupyter.display]: () => ({ 'text/html': '<b>x</b>', 'text/plain': 'x' }) }")
  assert.deepEqual(await kaon.call("variables.get", { name: "shown" }), {
    data: { "text/html": "<b>x</b>", "text/plain": "x" },
    metadata: {},
  })
})

test("a bundle that JSON cannot hold is an error of its cell, and harms nothing", async () => {
  for (const data of ["10n", "(() => { const ring: any = {}; ring.ring = ring; return ring })()"]) {
    const { error } = await kernel.execute(`({ [Jupyter.display]: () => ({ "application/json": ${data} }) })`)
    assert.match(error?.evalue ?? "", /The application\/json of this value cannot be shown/)
    const shown = await run(`display({ [Jupyter.display]: () => ({ "application/json": ${data} }) })`)
    assert.match(streamOf(shown, "stderr"), /cannot be shown/)
  }
  await run("const cannot = { toMimeBundle: () => ({ 'application/json': 1n }) }")
  await assert.rejects(kaon.call("variables.get", { name: "cannot" }), refused("FAILED"))
  const { outputs } = await run(
    "({ toMimeBundle: () => ({ 'image/png': Uint8Array.of(137, 80), 'text/plain': 'p' }) })",
  )
  assert.deepEqual(outputs[0]?.content.data, { "image/png": "iVA=", "text/plain": "p" })
})

test("while a cell keeps the main thread, values are BUSY at once, and the rest is answered", async () => {
  const looping = kernel.execute("console.log('on'); for (const end = Date.now() + 1500; Date.now() < end;);")
  let ended = false
  void looping.then(() => {
    ended = true
  })
  await new Promise<void>(resolve => {
    const stop = kernel.observe(({ header }) => {
      if (header.msg_type !== "stream") return
      stop()
      resolve()
    })
  })
  await assert.rejects(kaon.call("variables.list", {}), refused("BUSY"))
  await assert.rejects(page({ name: "count" }), refused("BUSY"))
  const { nodes } = await kaon.call("graph", { cells: [{ id: "a", source: "const a = 1" }] })
  assert.deepEqual(nodes[0]?.defines, ["a"])
  assert.equal(ended, false)
  await looping
  assert.equal((await list()).count?.preview, "4n")
})

test("values are looked at while a cell awaits, and while one asks for input they are BUSY", async () => {
  const waiting = kernel.execute(
    "let release: any; const inside = 7; await new Promise(resolve => { release = resolve; console.log('waits') })",
  )
  await new Promise<void>(resolve => {
    const stop = kernel.observe(({ header }) => {
      if (header.msg_type !== "stream") return
      stop()
      resolve()
    })
  })
  assert.equal((await list()).inside?.preview, "7")
  await kernel.interrupt()
  assert.equal((await waiting).status, "error")
  let busy: unknown
  await kernel.execute("prompt('?')", {
    onInput: async () => {
      busy = await list().catch(cause => cause)
      return ""
    },
  })
  assert.ok(refused("BUSY")(busy), String(busy))
  assert.equal((await list()).inside?.preview, "7")
})

test("the language service answers about cells that were never run", async () => {
  await kaon.call("language.setCells", {
    cells: [
      { id: "a", source: "interface P { width: number }\nconst area = (p: P, n = 1) => p.width * n" },
      { id: "b", source: "area({ widht: 1 })" },
    ],
  })
  const b = { id: "b", source: "area({ widht: 1 })" }
  const { diagnostics } = await kaon.call("language.diagnose", { cell: b })
  assert.deepEqual(
    diagnostics.map(({ code, start }) => [code, start]),
    [[2561, 7]],
  )
  const { items } = await kaon.call("language.complete", { cell: { id: "b", source: "ar" }, offset: 2 })
  assert.ok(items.some(({ label, detail }) => label === "area" && detail?.includes("P")))
  const { definitions } = await kaon.call("language.definition", { cell: b, offset: 1 })
  assert.equal(definitions[0]?.cellId, "a")
  const { edits } = await kaon.call("language.rename", { cell: b, offset: 1, newName: "size" })
  assert.deepEqual(edits.map(({ cellId }) => cellId).toSorted(), ["a", "b"])
  const { found } = await kaon.call("language.signature", { cell: { id: "b", source: "area(" }, offset: 5 })
  assert.equal(found?.signatures[0]?.parameters.length, 2)
  assert.match((await kaon.call("language.inspect", { cell: b, offset: 1 })).found?.text ?? "", /area/)
})

test("cells see the types of Jupyter: handlers, comms and the display symbol", async () => {
  const source = `Jupyter.comms.register("t", (comm, data, [bytes]) => comm.send({ n: bytes?.length }, { buffers: [bytes] }))
const opened = Jupyter.comms.open("t", {}, { buffers: [new Float32Array(2)], metadata: {} })
opened.onMessage<{ n: number }>(({ n }) => n.toFixed())
class View { [Jupyter.display]() { return { "text/plain": opened.id } } }
opened.sned({})`
  const { diagnostics } = await kaon.call("language.diagnose", { cell: { source } })
  assert.deepEqual(
    diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ message, start }) => [message, source.slice(start, start + 4)]),
    [["Property 'sned' does not exist on type 'Comm'.", "sned"]],
  )
})

test("once the editor has gone, completion knows the cells that ran", async () => {
  await using other = await startOurs()
  await other.execute("const ranHere = 1")
  const editor = await other.extension()
  await editor.call("language.setCells", { cells: [{ id: "x", source: "const onlyWritten = 2" }] })
  const typed = async (code: string) =>
    ((await other.complete(code)).metadata._jupyter_types_experimental as { text: string; signature: string }[])
      .filter(({ signature }) => signature !== "")
      .map(({ text }) => text)
  assert.deepEqual(await typed("onlyW"), ["onlyWritten"])
  await editor.close()
  assert.deepEqual(await typed("onlyW"), [])
  assert.deepEqual(await typed("ranH"), ["ranHere"])
})

test("the graph tells edges, mistakes, and what is stale after an edit", async () => {
  const cells = [
    { id: "a", source: "const a = 1" },
    { id: "b", source: "const b = a + 1" },
    { id: "c", source: "b * 2" },
    { id: "d", source: "const = 3" },
    { id: "e", source: "let free = 1" },
  ]
  for (const { id, source } of cells.filter(({ id }) => id !== "d")) await run(source, id)
  const before = await kaon.call("graph", { cells })
  assert.deepEqual(before.edges, [
    { from: "a", to: "b", names: ["a"] },
    { from: "b", to: "c", names: ["b"] },
  ])
  assert.deepEqual(
    before.diagnostics.map(({ code, cellId, line }) => [code, cellId, line]),
    [["SYNTAX_ERROR", "d", 1]],
  )
  assert.deepEqual(before.stale, [])
  const edited = cells.with(0, { id: "a", source: "const a = 2" })
  assert.deepEqual((await kaon.call("graph", { cells: edited })).stale, ["a", "b", "c"])
  await run("const a = 2", "a")
  const { stale, order } = await kaon.call("plan", { cells: edited, from: "b" })
  assert.deepEqual(stale, ["b", "c"])
  assert.deepEqual(order, ["a", "b", "c"])
  const told = await kaon.call("graph", { cells, ran: [{ id: "c", source: "b * 2" }] })
  assert.deepEqual(told.stale, ["c"])
})

test("a request that is none, a method that is none and wrong parameters are told apart", async () => {
  const comm = await kernel.openComm("kaon.v1")
  const answers: unknown[] = []
  comm.onMessage(data => answers.push(data))
  for (const data of [
    { nonsense: 1 },
    { id: "m", method: "toString" },
    { id: 7, method: "variables.page", params: { name: 5 } },
  ])
    await comm.send(data)
  assert.deepEqual(
    (answers as { id: unknown; error: { code: string } }[]).map(({ id, error }) => [id, error.code]),
    [
      [null, "REQUEST_INVALID"],
      ["m", "METHOD_UNKNOWN"],
      [7, "PARAMS_INVALID"],
    ],
  )
})

test("an array of plain objects is a table as a result, escaped and bounded; other collections are text", async () => {
  const dataOf = async (code: string) =>
    (await run(code)).outputs.find(({ type }) => type === "execute_result")?.content.data as Record<string, unknown>
  const table = await dataOf("[{ a: '<b>', n: 1 }, { a: null, n: 2.5 }]")
  assert.deepEqual(Object.keys(table).toSorted(), ["application/vnd.kaon.table+json", "text/html", "text/plain"])
  assert.match(String(table["text/html"]), /<td>&lt;b&gt;<\/td><td style="text-align: right">1<\/td>/)
  assert.deepEqual(table["application/vnd.kaon.table+json"], {
    columns: [
      { name: "a", type: "string" },
      { name: "n", type: "number" },
    ],
    rows: [
      ["<b>", 1],
      [null, 2.5],
    ],
    total: 2,
  })
  assert.equal(table["text/plain"], "[ { a: '<b>', n: 1 }, { a: null, n: 2.5 } ]")
  const long = await dataOf("Array.from({ length: 5000 }, (_, i) => ({ i }))")
  const shown = long["application/vnd.kaon.table+json"] as { rows: unknown[]; total: number }
  assert.deepEqual([shown.rows.length, shown.total], [100, 5000])
  assert.match(String(long["text/html"]), /100 of 5000 rows/)
  const wide = "[Object.fromEntries(Array.from({ length: 51 }, (_, i) => ['k' + i, i]))]"
  for (const code of [
    "[]",
    "[1, { a: 1 }]",
    "[{}]",
    "[new Date()]",
    "new Map([[1, 2]])",
    "new Set([1])",
    "new Error('e')",
    "new Date()",
    "new Uint8Array(2)",
    "({ a: 1 })",
    wide,
  ])
    assert.deepEqual(Object.keys(await dataOf(code)), ["text/plain"], code)
  assert.equal(streamOf(await run("display([{ a: 1 }])")), "")
})

test("a name that was declared again is listed once", async () => {
  for (const value of [1, 2, 3]) await run(`let again = ${value}`)
  const { variables } = await kaon.call("variables.list", {})
  assert.deepEqual(
    variables.filter(({ name }) => name === "again").map(({ preview }) => preview),
    ["3"],
  )
})
