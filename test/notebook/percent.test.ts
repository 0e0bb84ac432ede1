import assert from "node:assert/strict"
import { test } from "node:test"
import { formatPercent } from "../../kernel/notebook/percent/format.ts"
import { parsePercent } from "../../kernel/notebook/percent/parse.ts"
import { anyNotebook, randomFrom } from "./random.ts"

const script = `#!/usr/bin/env kaon
// A pipeline of two steps.
// ---
// jupyter:
//   kernelspec:
//     display_name: TypeScript (Kaon)
//     name: kaon
// ---

// %% [markdown]
// # Digits
//
// Small pictures.

// %%params
const epochs = 20

// %% Load {"tags":["slow"]}
// %%data digits --test 0.2
const digits = 1


// %% Plain
digits
// %%sql daily
// SELECT 1
//
// FROM t
// %% [raw] keep=true name="x"
// raw
// %%`

test("a script becomes cells: headers start them, titles and metadata are kept, comments are Markdown", () => {
  const { notebook } = parsePercent(script)
  assert.deepEqual(
    notebook.cells.map(cell => [cell.cell_type, cell.source, cell.metadata]),
    [
      ["markdown", "# Digits\n\nSmall pictures.", {}],
      ["code", "%%params\nconst epochs = 20", {}],
      ["code", "%%data digits --test 0.2\nconst digits = 1", { title: "Load", tags: ["slow"] }],
      ["code", "digits", { title: "Plain" }],
      ["code", "%%sql daily\nSELECT 1\n\nFROM t", {}],
      ["raw", "raw", { keep: true, name: "x" }],
      ["code", "", {}],
    ],
  )
})

test("the notebook's metadata comes from the YAML block, and is Kaon's own where there is none", () => {
  const yaml = "// ---\n// jupyter:\n//   kernelspec:\n//     name: python3\n// ---\n\n// %%\n1\n"
  assert.deepEqual(parsePercent(yaml).notebook.metadata, { kernelspec: { name: "python3" } })
  assert.equal(JSON.stringify(parsePercent("// %%\n1").notebook.metadata).includes('"name":"kaon"'), true)
})

test("a script that was read and not changed is written byte for byte", () => {
  const texts = [
    script,
    script.replaceAll("\n", "\r\n"),
    "",
    "\n",
    "1 + 1",
    "1 + 1\n",
    "// only a comment\n",
    "// %%\n",
    "\n\n// %%\n\n\n1\n\n",
    "const a = 1\n// %% b\nb\n",
    "\ufeff// %%\n1\n",
    "// ---\n// broken: [\n// ---\n// %%\n1",
  ]
  for (const text of texts) {
    const { notebook, style } = parsePercent(text)
    assert.equal(formatPercent(notebook, style), text, JSON.stringify(text))
  }
})

test("any text at all survives reading and writing as a script", () => {
  const lines = [
    "// %%",
    "// %% [markdown]",
    "//%%train x",
    "// text",
    "code()",
    "",
    "  ",
    "// // %% q",
    "// ---",
    "// %%sql",
    '// %% {"a": 1}',
    "/* c",
    "*/",
    "'s' // %%",
  ]
  for (let seed = 1; seed <= 500; seed++) {
    const random = randomFrom(seed)
    const text = Array.from({ length: random(12) }, () => lines[random(lines.length)]).join("\n")
    const { notebook, style } = parsePercent(text)
    assert.equal(formatPercent(notebook, style), text, JSON.stringify(text))
  }
})

test("editing one cell of a script leaves the text of the others", () => {
  const { notebook, style } = parsePercent(script)
  const cells = notebook.cells.map((cell, i) => (i === 3 ? { ...cell, source: "digits + 1" } : cell))
  assert.equal(
    formatPercent({ ...notebook, cells }, style),
    script.replace("// %% Plain\ndigits\n", "// %% Plain\ndigits + 1\n"),
  )
})

test("any notebook written as a script is read back with the same cells, without their outputs", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const notebook = anyNotebook(randomFrom(seed))
    const trimmed = notebook.cells.map(cell => ({
      ...cell,
      source: cell.source.replace(/\s+$/, "").replace(/^\n+/, ""),
    }))
    const text = formatPercent({ ...notebook, cells: trimmed })
    const content = (cells: typeof trimmed) => cells.map(cell => [cell.cell_type, cell.source, cell.metadata])
    assert.deepEqual(content(parsePercent(text).notebook.cells), content(trimmed), `seed ${seed}\n${text}`)
  }
})
