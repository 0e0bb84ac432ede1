import assert from "node:assert/strict"
import { test } from "node:test"
import { formatPercent } from "../../kernel/notebook/percent/format.ts"
import { parsePercent, type Script } from "../../kernel/notebook/percent/parse.ts"
import { anyNotebook, anyText, randomFrom } from "./random.ts"

const again = ({ notebook, style }: Script): string => formatPercent(notebook, style)

const fragments = [
  "// %%",
  "// %% [markdown]",
  "//%%train x",
  "// text",
  "code()",
  "",
  " ",
  "é😀",
  "// ---",
  '// %% {"a": 1}',
]
const ends = ["\n", "\r\n", "\n", "\n\n"]

test("any script with any mixture of line ends, a byte order mark or no last line end is kept byte for byte", () => {
  for (let seed = 1; seed <= 600; seed++) {
    const random = randomFrom(seed)
    const lines = Array.from({ length: random(14) }, () => fragments[random(fragments.length)]! + ends[random(4)]!)
    const text = (random(3) === 0 ? "\ufeff" : "") + lines.join("") + (random(2) === 0 ? "1" : "")
    assert.equal(again(parsePercent(text)), text, JSON.stringify(text))
  }
})

test("a byte order mark is no part of the first cell", () => {
  const { notebook } = parsePercent("\ufeff// %% [markdown]\n// # Title\n")
  assert.deepEqual(
    notebook.cells.map(({ cell_type, source }) => [cell_type, source]),
    [["markdown", "# Title"]],
  )
})

test("an edited cell changes its own lines only, whatever the file's line ends are", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = randomFrom(seed)
    const lineBreak = ["\n", "\r\n"][random(2)]!
    const count = 2 + random(5)
    const cells = Array.from({ length: count }, (_, i) => [
      `// %% cell ${i}`,
      `value${i}()`,
      ...(random(2) ? [""] : []),
    ])
    const script = cells.map(lines => lines.join(lineBreak)).join(lineBreak) + (random(2) ? lineBreak : "")
    const read = parsePercent(script)
    const at = random(count)
    const edited = read.notebook.cells.map((cell, i) => (i === at ? { ...cell, source: `changed${i}()` } : cell))
    const written = formatPercent({ ...read.notebook, cells: edited }, read.style)
    assert.equal(written, script.replace(`value${at}()`, `changed${at}()`), `seed ${seed}`)
  }
})

test("cells that are moved, added and taken away leave the text of the others as it was", () => {
  const script = "// %% a\n1\n\n\n// %% b\n2\n// %% c\n3"
  const { notebook, style } = parsePercent(script)
  const [a, b, c] = notebook.cells
  const added = { ...a!, id: "new", source: "4", metadata: {} }
  const written = formatPercent({ ...notebook, cells: [c!, a!, added] }, style)
  assert.equal(written, "// %% c\n3\n// %% a\n1\n\n\n// %%\n4\n")
  assert.ok(b !== undefined)
})

const headed = `#!/usr/bin/env kaon
// Our own words.
// ---
// title: Digits # a comment of ours
// jupyter:
//   jupytext: {formats: "ipynb,ts"}
//   kernelspec:
//     name: kaon
//     display_name: TypeScript (Kaon)
// custom:
//   - 1
// ---

// %%
1
`

test("metadata of the header that nobody knows stays when the notebook's own change, with comments and order", () => {
  const { notebook, style } = parsePercent(headed)
  assert.deepEqual(notebook.metadata.jupytext, { formats: "ipynb,ts" })
  const kernelspec = { name: "python3", display_name: "Python 3" }
  const written = formatPercent({ ...notebook, metadata: { ...notebook.metadata, kernelspec } }, style)
  const expected = headed.replace("name: kaon", "name: python3").replace("TypeScript (Kaon)", "Python 3")
  assert.deepEqual(parsePercent(written).notebook.metadata, { ...notebook.metadata, kernelspec })
  for (const kept of ["#!/usr/bin/env kaon", "// Our own words.", "# a comment of ours", "custom:"])
    assert.ok(written.includes(kept), `${kept}\n${written}`)
  assert.equal(written.split("\n// %%")[1], expected.split("\n// %%")[1])
})

test("a kernel that is chosen for a script without a header gets one below the hashbang", () => {
  const { notebook, style } = parsePercent("#!/usr/bin/env kaon\n// %%\n1\n")
  const metadata = { ...notebook.metadata, kernelspec: { name: "python3", display_name: "Python 3" } }
  const written = formatPercent({ ...notebook, metadata }, style)
  assert.ok(written.startsWith("#!/usr/bin/env kaon\n// ---\n// jupyter: {"), written)
  assert.deepEqual(parsePercent(written).notebook.metadata, metadata)
  assert.equal(parsePercent(written).notebook.cells.length, 1)
})

test("random edits of random notebooks go through a script and back: what was written is what is read", () => {
  const trimmed = (source: string) => source.replace(/\s+$/, "").replace(/^\n+/, "")
  for (let seed = 1; seed <= 400; seed++) {
    const random = randomFrom(seed)
    const first = anyNotebook(random)
    const cells = first.cells.map(cell => ({ ...cell, source: trimmed(cell.source) }))
    let read = parsePercent(formatPercent({ ...first, cells }))
    for (let step = 0; step < 4; step++) {
      const now = [...read.notebook.cells]
      if (now.length > 0) {
        const at = random(now.length)
        const what = random(4)
        if (what === 0) now.splice(at, 1)
        else if (what === 1) now.splice(random(now.length), 0, ...now.splice(at, 1))
        else now[at] = { ...now[at]!, source: trimmed(anyText(random)) }
      }
      const written = formatPercent({ ...read.notebook, cells: now }, read.style)
      read = parsePercent(written)
      const content = (list: typeof now) => list.map(cell => [cell.cell_type, cell.source, cell.metadata])
      assert.deepEqual(content(read.notebook.cells), content(now), `seed ${seed}\n${written}`)
      assert.equal(again(read), written)
    }
  }
})
