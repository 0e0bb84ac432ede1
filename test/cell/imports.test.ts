import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { loaded, modules, run, thrown, value } from "./harness.ts"

beforeEach(() => {
  loaded.length = 0
  modules.set("test:m", { default: 1, b: 2, "odd name": 3 })
})

test("every form of import defines its names", async () => {
  assert.equal(await value('import one, { b as two, "odd name" as three } from "test:m"\none + two + three'), 6)
  assert.equal(await value('import * as all from "test:m"\nall.b'), 2)
  assert.equal(await value('import standard, * as whole from "test:m"\nstandard + whole.b'), 3)
  assert.equal(await value('import { default as same } from "test:m"\nsame'), 1)
  assert.equal(await value('import {\n  b,\n} from "test:m"\n\nb'), 2)
  assert.equal(await value("b + one"), 3)
})

test("types are erased and what remains is still loaded", async () => {
  await value(
    'import type { T } from "test:none"\nimport { type U } from "test:m"\nimport { type V, b as kept } from "test:m"\nexport type { W } from "test:none"',
  )
  assert.deepEqual(
    loaded.map(({ specifier }) => specifier),
    ["test:m", "test:m"],
  )
})

test("imports run first and in order, wherever they stand", async () => {
  await value(
    'globalThis.order = loaded_before()\nfunction loaded_before() { return typeof first }\nimport first from "test:m"\nimport "node:path"\nexport * from "node:os"\nexport { join } from "node:path"',
  )
  assert.deepEqual(
    loaded.map(({ specifier }) => specifier),
    ["test:m", "node:path", "node:os", "node:path"],
  )
  assert.equal(await value("order"), "number")
})

test("attributes and the cell's address reach the loader", async () => {
  const { program } = await run(
    'import data from "test:m" with { type: "json" }\nawait import("test:m", { with: { type: "json" } })\nawait import("test:m")',
  )
  assert.deepEqual(
    loaded.map(({ attributes, url }) => [attributes, url]),
    [
      [{ type: "json" }, program.url],
      [{ type: "json" }, program.url],
      [undefined, program.url],
    ],
  )
})

test("a name that a module does not export is an error that says so", async () => {
  const { name, message } = await thrown('import { missing } from "test:m"')
  assert.equal(name, "SyntaxError")
  assert.match(message, /^"test:m" has no export named "missing"\./)
  assert.match((await thrown('export { missing } from "test:m"')).message, /no export named "missing"/)
  assert.match((await thrown('import none from "node:path/none"')).message, /none/)
})

test("a dynamic import works at any depth and takes any expression", async () => {
  assert.equal(
    await value(`const load = async (name: string) => (await import(\`test:\${name}\`)).b\nawait load('m')`),
    2,
  )
  assert.equal(
    await value("class Loader { static async at() { return (await import('test:' + 'm',)).b } }\nawait Loader.at()"),
    2,
  )
  assert.equal(
    await value("const nested = await import(await import('test:m').then(m => m.b === 2 ? 'test:m' : ''))\nnested.b"),
    2,
  )
})

test("import.meta is the cell's", async () => {
  const { program } = await run("0")
  assert.match(String(await value("const meta = () => import.meta.url\nmeta()")), /^cell-\d+\.ts$/)
  assert.notEqual(await value("import.meta.url"), program.url)
})

test("an import works beside a resource and in a compiled cell", async () => {
  assert.equal(await value('using held = null\nimport { b as beside } from "test:m"\nbeside'), 2)
  assert.equal(await value("beside"), 2)
  assert.equal(await value('import { b as compiled } from "test:m"\nenum Kind { A = compiled }\nKind.A'), 2)
  assert.equal(
    await value(
      'function deco(..._: unknown[]) {}\nimport { b as late } from "test:m"\n@deco class Decorated { x = late }\nnew Decorated().x',
    ),
    2,
  )
  assert.equal(await value("late"), 2)
})
