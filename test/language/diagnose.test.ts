import assert from "node:assert/strict"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { notebook } from "./notebook.ts"

const marked = (source: string, { start, end }: { start: number; end: number }) => source.slice(start, end)

test("a type error has its exact place after a header, wide characters and CRLF", async () => {
  await using book = await notebook({ a: "const count = 3" })
  const source = '%%train cnn\r\nconst smile = "🙂é"; const wrong: string = count\r\nlet fine: number = count'
  const found = await book.service.diagnose({ source })
  assert.deepEqual(
    found.map(({ code, severity, message }) => ({ code, severity, message })),
    [{ code: 2322, severity: "error", message: "Type 'number' is not assignable to type 'string'." }],
  )
  assert.equal(marked(source, found[0]!), "wrong")
})

test("an interface and a type alias of one cell are known in the next", async () => {
  await using book = await notebook({ a: "interface Row { name: string }\ntype Rows = Row[]" })
  const source = 'const rows: Rows = [{ name: 1 }]; const row: Row = { name: "a" }'
  const found = await book.service.diagnose({ source })
  assert.deepEqual(
    found.map(item => [item.code, marked(source, item)]),
    [[2322, "name"]],
  )
})

test("what is true of files and not of cells is not reported", async () => {
  await using book = await notebook({ a: "let count = 1\nconst unused = 2" })
  const source = "count = 2\nconst alsoUnused = await Promise.resolve(count)\nimport os from 'node:os'"
  assert.deepEqual(await book.service.diagnose({ source }), [])
})

test("a redeclared name and a name that is exported in the cell itself give no error", async () => {
  await using book = await notebook({ a: "const service = 1", b: "export const service = { port: 1 }" })
  assert.deepEqual(await book.service.diagnose({ source: "const service: string = 'x'\nexport { service }" }), [])
  const [error] = await book.service.diagnose({ source: "service.prot" })
  assert.match(error?.message ?? "", /does not exist on type '\{ port: number; \}'/)
})

test("an unknown name is an error, and none in a cell that defines it", async () => {
  await using book = await notebook({ a: "missing + 1" })
  assert.equal((await book.service.diagnose({ id: "a", source: "missing + 1" }))[0]?.code, 2304)
  assert.deepEqual(await book.service.diagnose({ id: "a", source: "const missing = 1; missing + 1" }), [])
})

test("a syntax error is reported in the cell and nowhere else", async () => {
  await using book = await notebook({ a: "const x = {", b: "const y = 1" })
  const found = await book.service.diagnose({ id: "a", source: "const x = {" })
  assert.ok(found.every(({ end }) => end <= "const x = {".length))
  assert.deepEqual(await book.service.diagnose({ id: "b", source: "const y = 1" }), [])
})

test("Kaon's own modules are typed", async () => {
  const globals = fileURLToPath(new URL("../../kernel/session/cellglobals.d.ts", import.meta.url))
  await using book = await notebook({}, { globals })
  const imports = [
    `import metrics from "kaon:metrics"`,
    `import explain from "kaon:explain"`,
    `import compress from "kaon:compress"`,
    `import models from "kaon:models"`,
    `import { mlflow, tensorboard, metricStream } from "kaon:track"`,
    `import { crossValidate } from "kaon:validate"`,
  ]
  const uses =
    "[explain.shap, compress.prune, models.load, models.adopt, mlflow, tensorboard, metricStream, crossValidate]"
  const source = `${imports.join("\n")}\n${uses}\nconst area: string = metrics.rocAuc([0, 1], [0.1, 0.9])`
  const found = await book.service.diagnose({ source })
  assert.deepEqual(
    found.map(item => [item.code, marked(source, item)]),
    [[2322, "area"]],
  )
})
