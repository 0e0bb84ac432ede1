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
    const code = cells.filter(cell => cell.cell_type === "code" && !cell.source.startsWith("%%python"))
    const sources = Object.fromEntries(code.map(({ id, source }) => [id, source]))
    await using book = await notebook(sources, { globals })
    const found: string[] = []
    for (const [id, source] of Object.entries(sources)) {
      for (const { severity, message } of await book.service.diagnose({ id, source })) {
        if (severity === "error") found.push(`${id}: ${message}`)
      }
    }
    assert.deepEqual(found, [])
  })
}
