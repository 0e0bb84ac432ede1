import assert from "node:assert/strict"
import { globSync } from "node:fs"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { startKernel } from "../../kernel/client/index.ts"

const folder = path.resolve(import.meta.dirname, "../../workspaces")
interface Found {
  id: string
  cell_type: string
  source: string | string[]
}

for (const name of globSync("*.ipynb", { cwd: folder })) {
  test(`the language service has nothing against ${name}, which people see first`, async () => {
    const { cells }: { cells: Found[] } = JSON.parse(await readFile(path.join(folder, name), "utf8"))
    const code = cells
      .filter(({ cell_type }) => cell_type === "code")
      .map(({ id, source }) => ({ id, source: [source].flat().join("") }))
    assert.ok(code.length > 2)
    await using kernel = await startKernel({ kernel: "kaon" })
    const kaon = await kernel.extension()
    await kaon.call("language.setCells", { cells: code })
    for (const cell of code) {
      const { diagnostics } = await kaon.call("language.diagnose", { cell })
      assert.deepEqual(
        diagnostics.map(({ message }) => message),
        [],
        cell.id,
      )
    }
    const { diagnostics } = await kaon.call("graph", { cells: code })
    assert.deepEqual(diagnostics, [])
  })
}
