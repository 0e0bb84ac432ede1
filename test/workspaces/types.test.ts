import assert from "node:assert/strict"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { readNotebook } from "../../kernel/notebook/index.ts"
import { notebook } from "../language/notebook.ts"

const folder = fileURLToPath(new URL("../../workspaces", import.meta.url))
const globals = fileURLToPath(new URL("../../kernel/session/cellglobals.d.ts", import.meta.url))
const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith(".ipynb"))

for (const name of names) {
  test(`${name} has no type error in any cell`, async () => {
    const { cells } = (await readNotebook(join(folder, name))).notebook
    const code = cells.filter(cell => cell.cell_type === "code")
    const sources = Object.fromEntries(code.map(({ id, source }) => [id, source]))
    const python = code.filter(({ source }) => source.startsWith("%%python"))
    // What Python gives has types when its cells have run.
    const given = new Set(python.flatMap(({ source }) => source.match(/(?<=^ *)\w+(?= = )/gm) ?? []))
    for (const { id } of python) delete sources[id]
    await using book = await notebook(sources, { globals })
    const found: string[] = []
    for (const [id, source] of Object.entries(sources)) {
      for (const { severity, message } of await book.service.diagnose({ id, source })) {
        const name = /^Cannot find name '(\w+)'/.exec(message)?.[1] ?? ""
        if (severity === "error" && !given.has(name)) found.push(`${id}: ${message}`)
      }
    }
    assert.deepEqual(found, [])
  })
}
