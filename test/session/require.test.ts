import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { startOurs, textOf } from "./kernel.ts"

test("after a cell has imported a file, require and the globals that load later still work", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-require-"))
  try {
    await writeFile(path.join(folder, "data.ts"), "export const n = 1\n")
    await writeFile(path.join(folder, "old.cjs"), "module.exports = require('./older')\n")
    await writeFile(path.join(folder, "older.cjs"), "module.exports = 41\n")
    await using kernel = await startOurs(folder)
    assert.equal(textOf(await kernel.execute("import { n } from './data'; n")), "1")
    assert.equal(textOf(await kernel.execute("require('./old.cjs') + n")), "42")
    assert.equal(textOf(await kernel.execute("typeof Jupyter.comms.open + typeof tf.tensor")), "'functionfunction'")
  } finally {
    await rm(folder, { recursive: true })
  }
})
