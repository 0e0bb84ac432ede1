import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import { startOurs, textOf } from "./kernel.ts"

test("in a cell, tables are read from the notebook's folder, shown as tables, and errors say where", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-cells-"))
  try {
    await writeFile(join(folder, "iris.csv"), "length,kind\n5.1,a\n4.9,b\n4.7,b\n")
    await writeFile(join(folder, "wide.csv"), "a,b\n1,2\n3,4,5\n")
    await using kernel = await startOurs(folder)
    const unread = await kernel.execute('data.csv("iris.csv")')
    assert.match(textOf(unread) ?? "", /not read yet: await it/)
    const shown = await kernel.execute('await data.csv("iris.csv")')
    assert.match(textOf(shown) ?? "", /iris: 2 columns, 3 rows/)
    const result = shown.outputs.find(({ type }) => type === "execute_result")!.content.data as Record<
      string,
      { total: number }
    >
    assert.equal(result[mimeTypes.table]!.total, 3)
    const typed = await kernel.execute(
      'const iris = await data.csv("iris.csv").predict("kind").scale("standard").split({ test: 0.34 })\niris.train.size',
    )
    assert.equal(textOf(typed), "2")
    const profile = await kernel.execute('await (await data.csv("iris.csv")).profile()')
    assert.match(textOf(profile) ?? "", /length +number +3/)
    const failed = await kernel.execute('await data.csv("wide.csv")')
    const error = failed.outputs.find(({ type }) => type === "error")!
    assert.match(String(error.content.evalue), /"wide.csv", line 3 has 3 values/)
    const own = await kernel.execute("const data = [1, 2, 3]\ndata.length")
    assert.equal(textOf(own), "3", "a name of the user's own wins")
  } finally {
    await rm(folder, { recursive: true })
  }
})
