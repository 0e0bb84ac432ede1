import assert from "node:assert/strict"
import { mkdir, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { cursor, notebook } from "./notebook.ts"

const entry = <T extends { label: string }>(list: T[], label: string): T => {
  const found = list.find(item => item.label === label)
  assert.ok(found, `${label} is not among ${list.map(item => item.label).slice(0, 20)}`)
  return found
}

test("a member completes with its type and documentation", async () => {
  await using book = await notebook()
  const list = await book.service.complete(...cursor("[1, 2, 3].|"), { details: 50 })
  const map = entry(list, "map")
  assert.equal(map.kind, "method")
  assert.match(map.detail ?? "", /Array<number>\.map<U>/)
  assert.match(map.documentation ?? "", /Calls a defined callback function/)
  assert.equal(entry(list, "length").kind, "field")
  assert.ok(!list.some(item => item.label === "undefined"))
})

test("a name of another cell completes with its type and JSDoc, and replaces what was typed", async () => {
  await using book = await notebook({
    a: "%%data digits --test 0.2\n/** Rows of digits. */\nexport const digits = [{ label: 3 }]\nconst other = 1",
  })
  const [cell, offset] = cursor("const π = '🙂'; dig| + 1")
  const list = await book.service.complete(cell, offset)
  const digits = entry(list, "digits")
  assert.match(digits.detail ?? "", /const digits: \{\s+label: number;\s+\}\[\]/)
  assert.equal(digits.documentation, "Rows of digits.")
  assert.equal(cell.source.slice(digits.start, digits.end), "dig")
  assert.ok(!list.some(item => item.label === "other"))
})

test("types flow over several cells into a member", async () => {
  await using book = await notebook({ a: "const rows = [{ x: 1 }]", b: "const [first] = rows" })
  const list = await book.service.complete(...cursor("first?.|"))
  assert.match(entry(list, "x").detail ?? "", /x: number/)
})

test("a later cell shadows a name, and only for the cells after it", async () => {
  await using book = await notebook({ a: "let value = 1", b: "value", c: 'let value = "text"' })
  const after = await book.service.complete(...cursor("value.|"))
  entry(after, "toUpperCase")
  const between = await book.service.complete({ id: "b", source: "value." }, 6)
  entry(between, "toFixed")
})

test("an edited cell changes the types of what comes after it", async () => {
  await using book = await notebook({ a: "let value = 1" })
  entry(await book.service.complete(...cursor("value.|")), "toFixed")
  book.service.setCells([{ id: "a", source: 'let value = "text"', defines: ["value"], uses: [] }])
  entry(await book.service.complete(...cursor("value.|")), "toUpperCase")
})

test("a cell with a syntax error still completes, and its names still reach other cells", async () => {
  await using book = await notebook({ a: "const broken = [1, 2]\nfunction (((" })
  entry(await book.service.complete(...cursor("const x = {{ ;\nbroken.|")), "map")
})

test("packages and node: modules complete with their types", async () => {
  await using book = await notebook()
  entry(
    await book.service.complete(...cursor('import { readFileSync } from "node:fs"\nreadFileSync("x").|')),
    "toString",
  )
  entry(await book.service.complete(...cursor("process.|")), "argv")
})

test("names are offered by themselves where there are too many to import", async () => {
  const sources = Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`c${i}`, `const value${i} = ${i}`]))
  await using book = await notebook(sources)
  const list = await book.service.complete(...cursor("val|"))
  assert.equal(entry(list, "value0").detail, undefined)
  assert.match(entry(list, "value89").kind, /variable/)
  assert.equal(list.filter(item => item.label.startsWith("value")).length, 90)
  assert.deepEqual(await book.service.complete(...cursor('"val|"')), [])
})

test("a deprecated member is marked", async () => {
  await using book = await notebook({ a: "const it = {\n/** @deprecated use b */\na: 1, b: 2 }" })
  const list = await book.service.complete(...cursor("it.|"))
  assert.equal(entry(list, "a").deprecated, true)
  assert.equal(entry(list, "b").deprecated, undefined)
})

test("the kernel's globals come from the given declarations, as text or as a file", async () => {
  const text = "/** Tensors. */\ndeclare const tf: { layers: {\n/** A dense layer. */\ndense(units: number): void } }\n"
  await using book = await notebook({}, { globals: text })
  assert.equal(entry(await book.service.complete(...cursor("tf.layers.|")), "dense").documentation, "A dense layer.")
  const file = `${book.directory}.d.ts`
  await writeFile(file, text)
  try {
    await using other = await notebook({}, { globals: file })
    entry(await other.service.complete(...cursor("tf.layers.|")), "dense")
  } finally {
    await rm(file)
  }
})

test("Kaon's own globals have their real types", async () => {
  await using book = await notebook(
    {},
    { globals: path.resolve(import.meta.dirname, "../../kernel/session/cellglobals.d.ts") },
  )
  const [dense] = await book.service.complete(...cursor("tf.layers.dens|"), { timeoutMs: 30_000 })
  assert.match(dense?.detail ?? "", /function dense\(args: DenseLayerArgs\): Dense/)
  assert.match(dense?.documentation ?? "", /fully connected/)
  const source = await book.service.complete(...cursor('import digits from "kaon:datasets/digits"\ndigits.|'))
  assert.match(entry(source, "load").detail ?? "", /DatasetBuilder/)
  assert.match(entry(await book.service.complete(...cursor("displ|")), "display").detail ?? "", /Display/)
})

test("the same question again gets the same answer, until a cell changes", async () => {
  await using book = await notebook({ a: "let value = 1" })
  const [cell, offset] = cursor("value.|")
  const first = await book.service.complete(cell, offset)
  assert.deepEqual(await book.service.complete(cell, offset), first)
  book.service.setCells([{ id: "a", source: "let value = [1]", defines: ["value"], uses: [] }])
  entry(await book.service.complete(cell, offset), "map")
})

test("a module beside the notebook is seen as it is now", { timeout: 20_000 }, async () => {
  await using book = await notebook()
  const ask = () => book.service.complete(...cursor('import { helper } from "./helper.ts"\nhelper.|'))
  assert.deepEqual(await ask(), [])
  await writeFile(`${book.directory}/helper.ts`, "export const helper = 1\n")
  while (!(await ask()).some(item => item.label === "toFixed"));
  await writeFile(`${book.directory}/helper.ts`, "export const helper = [1]\n")
  while (!(await ask()).some(item => item.label === "map"));
})

test("the notebook folder's own tsconfig.json changes nothing", async () => {
  await using book = await notebook({ a: "const rows = [1]" })
  await writeFile(
    `${book.directory}/tsconfig.json`,
    '{ "compilerOptions": { "lib": ["es5"], "strict": false, "types": [] } }',
  )
  entry(await book.service.complete(...cursor("rows.|")), "toSorted")
  assert.equal((await book.service.diagnose({ source: "function f(a) { return a }" }))[0]?.code, 7006)
})

test("a cell with JSX completes and is checked as such, and its names reach other cells", async () => {
  await using book = await notebook({ a: "const gauge = <meter value={3} />" })
  const react = path.join(book.directory, "node_modules/react")
  await mkdir(react, { recursive: true })
  await writeFile(path.join(react, "package.json"), '{"name":"react","exports":{"./jsx-runtime":"./jsx-runtime.d.ts"}}')
  await writeFile(
    path.join(react, "jsx-runtime.d.ts"),
    `export declare namespace JSX {
      interface IntrinsicElements { meter: { value: number } }
      interface Element { type: string }
    }
    export declare const jsx: unknown`,
  )
  entry(await book.service.complete(...cursor("gauge.|")), "type")
  const [cell, offset] = cursor("const own = (part: number) => <meter value={part.|} />")
  entry(await book.service.complete(cell, offset), "toFixed")
  const [wrong] = await book.service.diagnose({ source: "const bad = <meter value={'x'} />" })
  assert.match(wrong?.message ?? "", /not assignable to type 'number'/)
  entry(await book.service.complete(...cursor("const cast = <T,>(x: T) => <number[]><unknown>x; cast([]).|")), "map")
})
