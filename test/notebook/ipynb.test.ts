import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { formatIpynb, parseIpynb } from "../../kernel/notebook/ipynb.ts"
import type { Notebook } from "../../kernel/notebook/model.ts"
import { pythonWith } from "./python.ts"
import { anyNotebook, randomFrom } from "./random.ts"

const cell = (fields: object) => ({
  cell_type: "code",
  execution_count: null,
  id: "a",
  metadata: {},
  outputs: [],
  source: [],
  ...fields,
})
const book = (cells: object[], fields: object = {}) => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
  ...fields,
})
const roundTrip = (text: string) => {
  const { notebook, style } = parseIpynb(text, "n.ipynb")
  return formatIpynb(notebook, style)
}

test("a notebook that was read and not changed is written byte for byte, in whatever style it is", () => {
  for (const indent of [1, 2, 4, "\t", 0]) {
    const text = JSON.stringify(
      book([cell({ source: ["a = 1\n", "b"], unknown: { x: [1] } })], { extra: true }),
      null,
      indent,
    )
    for (const whole of [text, `${text}\n`]) assert.equal(roundTrip(whole), whole)
  }
})

test("numbers, escapes and lines in another writer's spelling survive", () => {
  const text = `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "n",
   "metadata": {"placeholder": 1.0},
   "outputs": [],
   "source": "one string\\nnot a list"
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`.replace(
    '{"placeholder": 1.0}',
    '{\n    "float": 1.0,\n    "small": 1e-05,\n    "big": 12345678901234567890,\n    "list": [\n     2.50\n    ]\n   }',
  )
  assert.equal(roundTrip(text), text)
  const ascii = text.replace("one string", "caf\\u00e9 \\ud83d\\ude00")
  assert.equal(roundTrip(ascii), ascii)
  const split = text.replace('"one string\\nnot a list"', '[\n    "a\\u000b",\n    "b"\n   ]')
  assert.equal(roundTrip(split), split)
})

test("editing one cell changes the lines of that cell alone", () => {
  const text = JSON.stringify(book([cell({ metadata: { n: 0 } }), cell({ id: "b", source: ["x"] })]), null, 1).replace(
    '"n": 0',
    '"n": 0.0',
  )
  const { notebook, style } = parseIpynb(text, "n.ipynb")
  const edited: Notebook = {
    ...notebook,
    cells: notebook.cells.map(c => (c.id === "b" ? { ...c, source: "y\nz" } : c)),
  }
  assert.equal(formatIpynb(edited, style), text.replace('"x"', '"y\\n",\n    "z"'))
})

test("any notebook in nbformat's own spelling is read and written as the same bytes", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const text = formatIpynb(anyNotebook(randomFrom(seed)))
    assert.equal(roundTrip(text), text, `seed ${seed}`)
  }
})

test("nbformat 4.0 to 4.4 become 4.5, with ids that are the same at every reading", () => {
  for (const minor of [0, 1, 2, 3, 4]) {
    const old = book([cell({ id: undefined, source: "1" }), cell({ id: undefined, source: "1" })], {
      nbformat_minor: minor,
    })
    const [one, two] = [0, 1].map(() => parseIpynb(JSON.stringify(old), "n.ipynb").notebook)
    assert.equal(one!.nbformat_minor, 5)
    assert.deepEqual(one, two)
    assert.notEqual(one!.cells[0]!.id, one!.cells[1]!.id)
  }
})

test("cells with the same id, or an ill-formed one, get ids of their own and the first keeps its", () => {
  const { notebook } = parseIpynb(JSON.stringify(book([cell({}), cell({}), cell({ id: "no spaces!" })])), "n.ipynb")
  const ids = notebook.cells.map(c => c.id)
  assert.equal(ids[0], "a")
  assert.equal(new Set(ids).size, 3)
  for (const id of ids) assert.match(id, /^[\w-]{1,64}$/)
})

const python = pythonWith("nbformat")

test("nbformat finds what Kaon writes valid, and reads the same cells", {
  skip: python === undefined && "no python with nbformat",
}, async t => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-nb-"))
  t.after(() => rm(folder, { recursive: true }))
  const notebooks = Array.from({ length: 20 }, (_, i) => anyNotebook(randomFrom(i + 1000)))
  await Promise.all(notebooks.map((notebook, i) => writeFile(join(folder, `${i}.ipynb`), formatIpynb(notebook))))
  const check = `
import nbformat, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ipynb")):
    nb = nbformat.read(path, as_version=4)
    nbformat.validate(nb)
    nbformat.write(nb, path.with_suffix(".python"))
`
  execFileSync(python!, ["-W", "error", "-c", check, folder], { stdio: "pipe" })
  for (const [i, notebook] of notebooks.entries()) {
    const text = await readFile(join(folder, `${i}.python`), "utf8")
    assert.deepEqual(parseIpynb(text, "n.ipynb").notebook, notebook)
  }
})
