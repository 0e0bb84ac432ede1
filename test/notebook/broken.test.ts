import assert from "node:assert/strict"
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { KaonError } from "../../kernel/contracts/errors.ts"
import { parseIpynb } from "../../kernel/notebook/ipynb.ts"
import { findJsonFault } from "../../kernel/notebook/json-fault.ts"
import { readNotebook } from "../../kernel/notebook/read.ts"
import { anyNotebook, randomFrom } from "./random.ts"

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kaon-broken-"))
})
after(() => rm(folder, { recursive: true, force: true }))

const whole = JSON.stringify(
  {
    cells: [{ cell_type: "code", execution_count: null, id: "a", metadata: {}, outputs: [], source: [] }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  },
  null,
  1,
)
const withCell = (fields: object) =>
  JSON.stringify({
    cells: [{ cell_type: "code", execution_count: null, id: "a", metadata: {}, outputs: [], source: [], ...fields }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  })

const broken: [string, string | Uint8Array, RegExp][] = [
  ["text that is not JSON", "hello", /not valid JSON at line 1, column 1: a value is missing/],
  ["a missing comma", whole.replace(',\n   "id"', '\n   "id"'), /line 6, column 4: a comma or } is missing/],
  ["a trailing comma", whole.replace('"source": []', '"source": [],'), /a key in double quotes is missing/],
  ["a truncated file", whole.slice(0, 100), /ends in the middle, at line \d+, column \d+/],
  ["an empty file", "", /is empty/],
  [
    "a merge conflict",
    whole.replace(`\n "metadata"`, `\n<<<<<<< HEAD\n "metadata"`),
    /unresolved merge conflict at line \d+/,
  ],
  ["a list", "[]", /not a notebook: it has no "nbformat" field/],
  ["some other JSON", '{"a": 1}', /not a notebook/],
  ["nbformat 3", '{"nbformat": 3, "worksheets": []}', /in nbformat 3; Kaon reads nbformat 4/],
  ["nbformat 5", '{"nbformat": 5}', /in nbformat 5/],
  ["no cells", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', /at cells: array expected/],
  ["a cell that is no object", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [3]}', /at cells\[0\]/],
  ["an unknown cell type", withCell({ cell_type: "poem" }), /at cells\[0\]\.cell_type: the type is missing or unknown/],
  ["a source that is a number", withCell({ source: 3 }), /at cells\[0\]\.source: string expected/],
  ["outputs that are a string", withCell({ outputs: "x" }), /at cells\[0\]\.outputs: array expected/],
  [
    "an output without data",
    withCell({ outputs: [{ output_type: "display_data", metadata: {} }] }),
    /at cells\[0\]\.outputs\[0\]\.data/,
  ],
  ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0x0a, 0xff, 0x7d), /not UTF-8 text: line 2/],
]

for (const [what, content, message] of broken) {
  test(`${what} is NOTEBOOK_INVALID, with the place and what to do`, async () => {
    const path = join(folder, "broken.ipynb")
    await writeFile(path, content)
    const error = await readNotebook(path).then(
      () => assert.fail("was read"),
      (e: unknown) => e,
    )
    assert.ok(error instanceof KaonError, String(error))
    assert.equal(error.code, "NOTEBOOK_INVALID")
    assert.match(error.message, message)
    assert.ok(error.message.startsWith(path))
    assert.match(error.fix ?? "", /\.$/)
  })
}

test("a missing file is NOTEBOOK_NOT_FOUND and a folder is NOTEBOOK_INVALID", async () => {
  await mkdir(join(folder, "folder.ipynb"))
  await assert.rejects(readNotebook(join(folder, "none.ipynb")), { code: "NOTEBOOK_NOT_FOUND" })
  await assert.rejects(readNotebook(join(folder, "folder.ipynb", "x.ipynb")), { code: "NOTEBOOK_NOT_FOUND" })
  await assert.rejects(readNotebook(join(folder, "folder.ipynb")), { code: "NOTEBOOK_INVALID", message: /is a folder/ })
})

test("a file without read permission says so", {
  skip: process.getuid?.() === 0 && "root reads everything",
}, async () => {
  const path = join(folder, "secret.ipynb")
  await writeFile(path, whole)
  await chmod(path, 0)
  await assert.rejects(readNotebook(path), { code: "NOTEBOOK_INVALID", message: /permission denied/ })
})

test("the fault finder agrees with JSON.parse about every text, cut or changed anywhere", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = randomFrom(seed)
    const text = JSON.stringify(anyNotebook(random), null, random(3))
    const at = random(text.length)
    const put = ["", ",", '"', "}", "]", "x", "\\", "\n", ":", "1", " "][random(11)]!
    const changed = random(2) === 0 ? text.slice(0, at) : text.slice(0, at) + put + text.slice(at + random(2))
    let valid = true
    try {
      JSON.parse(changed)
    } catch {
      valid = false
    }
    assert.equal(findJsonFault(changed) === undefined, valid, `seed ${seed}: ${JSON.stringify(changed)}`)
  }
})

test("JSON that nests too deeply is said to, and is not called broken", async () => {
  const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`
  const text = `{"cells":[],"metadata":{"deep":${deep}},"nbformat":4,"nbformat_minor":5}`
  assert.throws(() => parseIpynb(text, "deep.ipynb"), { code: "NOTEBOOK_INVALID", message: /nests too deeply/ })
})
