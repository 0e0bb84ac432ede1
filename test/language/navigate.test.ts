import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import type { CellEdit } from "../../kernel/language/index.ts"
import { cursor, notebook } from "./notebook.ts"

test("hovering a name of another cell shows its type and JSDoc as if it stood in place", async () => {
  await using book = await notebook({ a: "%%data\n/** How many. */\nconst count = 3" })
  const shown = await book.service.inspect(...cursor("count| + 1"), 0)
  assert.equal(shown?.markdown, "```typescript\nconst count: 3\n```\nHow many.")
  assert.equal(shown?.text, "const count: 3\nHow many.")
})

test("the cursor inside the parenthesis of a call inspects the function, and more detail adds its source", async () => {
  await using book = await notebook({
    a: "/** Adds. */\nfunction add(a: number, b: number) {\n  return a + b\n}\nadd(1, 2)",
  })
  const shown = await book.service.inspect(...cursor("add(|"), 1)
  assert.match(shown?.text ?? "", /function add\(a: number, b: number\): number/)
  assert.match(shown?.text ?? "", /return a \+ b\n\}$/)
})

test("nothing is inspected in white space", async () => {
  await using book = await notebook()
  assert.equal(await book.service.inspect({ source: "\n\n\n" }, 2, 0), undefined)
})

test("a definition is found in another cell, in a file and in a library", async () => {
  const source = "%%data\nconst count = 3"
  await using book = await notebook({ a: source })
  const file = join(book.directory, "helper.ts")
  await writeFile(file, "// first\nexport const helper = 1\n")
  const [inCell] = await book.service.definition(...cursor("cou|nt"))
  assert.equal(inCell?.cellId, "a")
  assert.equal(source.slice(inCell?.start, inCell?.end), "count")
  const [inFile] = await book.service.definition(...cursor('import { helper } from "./helper.ts"\nhel|per'))
  assert.deepEqual(inFile, { file, start: 22, end: 28 })
  const [inLibrary] = await book.service.definition(...cursor("[1].ma|p"))
  assert.match(inLibrary?.file ?? "", /lib\.es5\.d\.ts$/)
})

test("a signature is shown with the parameter that is being written", async () => {
  await using book = await notebook({
    a: "/** Scales. @param by how much */\nfunction scale(x: number[], by: number) { return by }",
  })
  const shown = await book.service.signature(...cursor("scale([1], |)"))
  assert.equal(shown?.activeParameter, 1)
  assert.equal(shown?.signatures[0]?.label, "scale(x: number[], by: number): number")
  assert.equal(shown?.signatures[0]?.parameters[1]?.documentation, "how much")
})

const apply = (source: string, edits: CellEdit[], id: string) =>
  edits
    .filter(edit => edit.cellId === id)
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.newText + text.slice(edit.end), source)

const sources = {
  a: "%%data\nexport const rows = [1]",
  b: "const table = { rows }; function f(rows: string) { return rows }",
  c: "const rows = 'shadow'",
  d: "rows",
}
const renamed = {
  a: "%%data\nexport const data = [1]",
  b: "const table = { rows: data }; function f(rows: string) { return rows }",
  c: "const rows = 'shadow'",
  d: "rows",
}
const after = (edits: CellEdit[]) =>
  Object.fromEntries(Object.entries(sources).map(([id, source]) => [id, apply(source, edits, id)]))

test("a rename reaches every cell that uses the name, keeps shorthand properties, and leaves shadowing names alone", async () => {
  await using book = await notebook(sources)
  const fromDefinition = await book.service.rename(
    { id: "a", source: sources.a },
    sources.a.indexOf("rows") + 1,
    "data",
  )
  assert.deepEqual(after(fromDefinition), renamed)
  const fromUse = await book.service.rename({ id: "b", source: sources.b }, sources.b.indexOf("rows") + 4, "data")
  assert.deepEqual(after(fromUse), renamed)
})

test("a local name that hides a cell's name is renamed alone", async () => {
  await using book = await notebook(sources)
  const edits = await book.service.rename({ id: "b", source: sources.b }, sources.b.indexOf("rows:") + 1, "text")
  assert.deepEqual(after(edits), {
    ...sources,
    b: "const table = { rows }; function f(text: string) { return text }",
  })
})

test("an interface is renamed in all cells", async () => {
  const cells = { a: "interface Row { x: number }", b: "const r: Row = { x: 1 }" }
  await using book = await notebook(cells)
  const edits = await book.service.rename({ id: "b", source: cells.b }, 10, "Line")
  assert.equal(apply(cells.a, edits, "a"), "interface Line { x: number }")
  assert.equal(apply(cells.b, edits, "b"), "const r: Line = { x: 1 }")
})

test("a name of a library is not renamed", async () => {
  await using book = await notebook()
  assert.deepEqual(await book.service.rename(...cursor("[1].ma|p"), "other"), [])
})
