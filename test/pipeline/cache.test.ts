import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { emptyStore } from "../store/folder.ts"
import { go, quiet } from "./notebook.ts"

const chain = {
  a: "const rows = [1, 2, 3]",
  b: "const doubled = rows.map(x => x * 2)",
  c: "const total = doubled.reduce((x, y) => x + y, 0)\nshow(total)",
}

test("a second run of the same notebook runs nothing and shows the same", async () => {
  await using place = await emptyStore()
  const first = await go(chain, place.store)
  const second = await go(chain, place.store)
  assert.deepEqual([first.ran, second.ran], [["a", "b", "c"], []])
  assert.deepEqual(second.shown, first.shown)
  assert.deepEqual(second.shown.c, [12])
})

const nothing: [string, Partial<typeof chain>][] = [
  ["formatting", { b: "const   doubled=rows.map(\n  x => x*2,\n)" }],
  ["a comment", { b: `${chain.b} // twice` }],
  ["types", { b: "const doubled: number[] = (rows as number[]).map((x: number): number => x * 2)" }],
  ["quotes and parentheses", { b: "const doubled = (rows).map((x) => (x * 2))" }],
]
for (const [what, change] of nothing) {
  test(`a change of ${what} runs nothing`, async () => {
    await using place = await emptyStore()
    await go(chain, place.store)
    assert.deepEqual((await go({ ...chain, ...change }, place.store)).ran, [])
  })
}

test("a changed cell runs, and what is below it only where its result is another", async () => {
  await using place = await emptyStore()
  await go(chain, place.store)
  const same = await go({ ...chain, b: "const doubled = rows.map(x => x + x)" }, place.store)
  assert.deepEqual(same.ran, ["b"], "an equal result stops there")
  const other = await go({ ...chain, b: "const doubled = rows.map(x => x * 3)" }, place.store)
  assert.deepEqual([other.ran, other.shown.c], [["b", "c"], [18]])
  assert.deepEqual(other.why, { b: "its code changed", c: "input doubled changed" })
})

test("what surrounds a notebook is part of the keys that it matters to, and says so", async () => {
  await using place = await emptyStore()
  const cells = { a: 'import "lodash"', b: 'import "kaon:datasets/digits"', c: "const x = 1" }
  await go(cells, place.store)
  const after = async (more: Parameters<typeof quiet>[0]) =>
    (await go(cells, place.store, { surroundings: quiet(more) })).why
  assert.deepEqual(await after({ package: "2" }), { a: "package lodash changed" })
  assert.deepEqual(await after({ dataset: "2" }), { b: "dataset digits changed" })
  assert.deepEqual(Object.keys(await after({ machine: "other" })), ["a", "b", "c"])
  assert.equal(
    (await after({ kaon: "other" })).c,
    "machine changed, Kaon itself changed".replace("machine changed", "the machine or its libraries changed"),
  )
})

test("files that code imports or names are inputs, however far away; their comments are not", async () => {
  await using place = await emptyStore()
  const at = (name: string) => join(place.folder, name)
  await writeFile(at("one.ts"), 'export { k } from "./two.ts"')
  await writeFile(at("two.ts"), "export const k = 1")
  await writeFile(at("rows.csv"), "a\n1\n")
  const cells = {
    imports: 'import { k } from "./one"',
    names: "const f = () => data.csv('rows.csv')",
    calls: "const g = typeof f",
    neither: "const y = 1",
  }
  const run = async () => (await go(cells, place.store, { directory: place.folder })).why
  await run()
  assert.deepEqual(await run(), {})
  await writeFile(at("two.ts"), "// one\nexport const k = 1 as number")
  assert.deepEqual(await run(), {})
  await writeFile(at("two.ts"), "export const k = 2")
  assert.deepEqual(await run(), { imports: "file two.ts changed" })
  await writeFile(at("rows.csv"), "a\n2\n")
  assert.deepEqual(Object.keys(await run()), ["names", "calls"])
})

const restless: [string, string, RegExp][] = [
  ["the clock", "const x = Date.now()", /reads the clock/],
  ["chance", "const x = Math.random()", /draws by chance/],
  ["the network", "const x = typeof fetch", /uses the network/],
  ["Node's files", 'import fs from "node:fs"', /uses node:fs/],
  ["a name of a file that is computed", "const x = () => data.csv(['a', 'b'].join('.'))", /names are not written/],
  ["code that it makes", "const x = () => eval('1')", /runs code that it makes itself/],
  ["what is global", "const x = () => globalThis.secret", /surrounds/],
  ["a service", "%%deploy digits\nconst x = 1", /puts something into service/],
]
for (const [what, source, why] of restless) {
  test(`a cell that depends on ${what} always runs, and says why; what is below runs where its value changed`, async () => {
    await using place = await emptyStore()
    const cells = { a: source, b: "const y = typeof x" }
    await go(cells, place.store)
    const again = await go(cells, place.store)
    assert.equal(again.ran[0], "a")
    assert.match(again.why.a ?? "", why)
  })
}

test("a value that cannot be stored is made again where it is needed, and only there", async () => {
  await using place = await emptyStore()
  const cells = {
    a: "const k = 2\nshow('k')",
    b: "const twice = x => x * k",
    c: "const four = twice(2)\nshow(four)",
    d: "const other = 1",
  }
  await go(cells, place.store)
  assert.deepEqual((await go(cells, place.store)).ran, [])
  const c = await go({ ...cells, c: "const four = twice(2) + 0.5\nshow(four)" }, place.store)
  assert.deepEqual([c.ran, c.shown.c], [["b", "c"], [4.5]])
  const k = await go({ ...cells, a: "const k = 3" }, place.store)
  assert.deepEqual(k.shown.c, [6], "code is what it says and what it reaches")
})

test("a cell that changes another's value in place is taken from the cache with the change", async () => {
  await using place = await emptyStore()
  const cells = {
    a: "const list = [1]",
    b: "const before = list.length",
    c: "const pushed = list.push(2)",
    d: "const after = list.length\nshow([before, after])",
  }
  const first = await go(cells, place.store)
  assert.deepEqual(first.shown.d, [[1, 2]])
  assert.deepEqual((await go(cells, place.store)).ran, [])
  const d = await go({ ...cells, d: "const after = list.length\nshow([before, after, list])" }, place.store)
  assert.deepEqual([d.ran, d.shown.d], [["d"], [[1, 2, [1, 2]]]])
  const b = await go({ ...cells, b: "const before = list.length + 0.5" }, place.store)
  assert.deepEqual([b.ran, b.shown.d], [["b", "d"], [[1.5, 2]]], "the cell above the change sees the value before it")
  const c = await go({ ...cells, c: "const pushed = list.push(2, 3)" }, place.store)
  assert.deepEqual([c.ran, c.shown.d], [["c", "d"], [[1, 3]]])
})

test("a counter behind a function is a value that its callers change", async () => {
  await using place = await emptyStore()
  const cells = {
    a: "let count = 0\nconst next = () => ++count",
    b: "const one = next()",
    c: "const two = next()\nshow([one, two])",
  }
  assert.deepEqual((await go(cells, place.store)).shown.c, [[1, 2]])
  assert.deepEqual((await go(cells, place.store)).ran, [])
  const c = await go({ ...cells, c: "const two = next() + 0\nshow([one, two])" }, place.store)
  assert.deepEqual(c.shown.c, [[1, 2]], "the cached call counts")
})

test("a function with a state that nobody sees keeps its callers from the cache", async () => {
  await using place = await emptyStore()
  const cells = {
    a: "const next = (() => { let n = 0; return () => ++n })()",
    b: "const one = next()",
    c: "const two = next()\nshow([one, two])",
  }
  for (let i = 0; i < 3; i++) assert.deepEqual((await go(cells, place.store)).shown.c, [[1, 2]])
})

test("a value that is changed by what nobody can see into is never taken for what it was", async () => {
  await using place = await emptyStore()
  const cells = { a: "const list = [1]", b: "const push = (() => x => list.push(x))()", c: "push(2)", d: "show(list)" }
  for (let i = 0; i < 3; i++) assert.deepEqual((await go(cells, place.store)).shown.d, [[1, 2]], `run ${i}`)
  assert.deepEqual((await go({ ...cells, c: "push(3)" }, place.store)).shown.d, [[1, 3]])
  assert.deepEqual((await go({ ...cells, c: "const nothing = 1" }, place.store)).shown.d, [[1]])
})

test("a value that is part of another stays one with it", async () => {
  await using place = await emptyStore()
  const cells = {
    a: "const rows = [{ n: 1 }, { n: 2 }]",
    b: "const head = rows.slice(0, 1)",
    c: "head[0].n = 10",
    d: "const seen = [rows[0].n, rows.indexOf(head[0])]\nshow(seen)",
  }
  for (let i = 0; i < 3; i++) assert.deepEqual((await go(cells, place.store)).shown.d, [[10, 0]], `run ${i}`)
  const d = await go({ ...cells, d: "show([rows[0].n, rows.indexOf(head[0]), 1])" }, place.store)
  assert.deepEqual(d.shown.d, [[10, 0, 1]])
  const c = await go({ ...cells, c: "const nothing = 1" }, place.store)
  assert.deepEqual(c.shown.d, [[1, 0]])
})

test("a damaged artefact is made again by the cell that made it", async () => {
  await using place = await emptyStore()
  await go(chain, place.store)
  for (const { digest } of await place.store.objects.list())
    await writeFile(place.store.objects.pathOf(digest), "x".repeat(place.store.objects.sizeOf(digest)!))
  const cells = { ...chain, c: `${chain.c};\nshow(doubled)` }
  const again = await go(cells, place.store)
  assert.deepEqual(again.shown.c, [12, [2, 4, 6]])
  assert.deepEqual((await go(cells, place.store)).ran, [])
})

test("parameters that are literals are known without running; a changed one runs what uses it", async () => {
  await using place = await emptyStore()
  const cells = {
    p: "%%params\nconst epochs = 3\nconst unused = 1",
    t: "const done = epochs * 2\nshow(done)",
    o: "const x = 1",
  }
  await go(cells, place.store)
  assert.deepEqual((await go(cells, place.store)).ran, [])
  const changed = await go(cells, place.store, { params: { epochs: 5, unused: 2 } })
  assert.deepEqual(changed.why, { t: "input epochs changed" })
  assert.deepEqual(changed.shown.t, [10])
})

test("a forced cell runs, and what is below it where its result is another", async () => {
  await using place = await emptyStore()
  await go(chain, place.store)
  const again = await go(chain, place.store, { force: ["b"] })
  assert.deepEqual([again.ran, again.why.b], [["b"], "it was asked for"])
})
