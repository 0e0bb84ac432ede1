import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { hostOf, workspace } from "./hosts.ts"

const at = (path: string) => `/api/contents/${path.split("/").map(encodeURIComponent).join("/")}`
const script = "// %% first\nconst a = 1\n\n// %% [markdown]\n// # Title\n\n// %%train cnn --batch 32\nfit(a)\n"

interface Cell {
  id: string
  cell_type: string
  source: string
  metadata: Record<string, unknown>
  outputs: unknown[]
  execution_count: number | null
}

const result = (text: string) => ({
  output_type: "execute_result",
  execution_count: 3,
  data: { "text/plain": text },
  metadata: {},
})

test("what a script cannot hold stands beside it: outputs, counts and ids come back, and follow the cell through edits outside", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const file = join(space.folder, "p.kaon.ts")
  writeFileSync(file, script)
  const read = async (): Promise<{ cells: Cell[] }> => (await host.ask("GET", at("p.kaon.ts"))).json().content
  const put = (content: unknown) => host.ask("PUT", at("p.kaon.ts"), { type: "notebook", format: "json", content })
  assert.equal((await host.ask("GET", `${at("p.kaon.ts")}?content=0`)).json().type, "notebook")
  const content = await read()
  const [first, , train] = content.cells
  Object.assign(first!, { outputs: [result("1")], execution_count: 3 })
  Object.assign(train!, { source: "%%train cnn --batch 32\nfit(a, 2)", outputs: [result("done")] })
  assert.equal((await put(content)).status, 200)
  assert.equal(readFileSync(file, "utf8"), script.replace("fit(a)", "fit(a, 2)"))
  const again = await read()
  const shape = ({ cells }: { cells: Cell[] }) => cells.map(({ id, outputs }) => [id, (outputs ?? []).length])
  assert.deepEqual(shape(again), shape(content))
  assert.equal(again.cells[0]!.execution_count, 3)

  writeFileSync(
    file,
    readFileSync(file, "utf8").replace("fit(a, 2)", "fit(a, 3)").replace("// %% first", "// %%\n0\n\n// %% first"),
  )
  const edited = await read()
  assert.deepEqual(
    edited.cells.slice(1).map(({ id }) => id),
    content.cells.map(({ id }) => id),
  )
  assert.deepEqual(
    edited.cells.map(({ outputs }) => (outputs ?? []).length),
    [0, 1, 0, 0],
  )

  assert.equal((await host.ask("PATCH", at("p.kaon.ts"), { path: "q.kaon.ts" })).status, 200)
  const moved: { cells: Cell[] } = (await host.ask("GET", at("q.kaon.ts"))).json().content
  assert.deepEqual(shape(moved), shape(edited))
  const copy = (await host.ask("POST", at(""), { copy_from: "q.kaon.ts" })).json()
  assert.equal(copy.path, "q-Copy1.kaon.ts")
  assert.deepEqual(shape((await host.ask("GET", at(copy.path))).json().content), shape(edited))
})

test("a notebook becomes a script and a notebook again: cells, ids and outputs are the same", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const cells = [
    { cell_type: "markdown", id: "t", metadata: {}, source: "# Title\n\nText" },
    {
      cell_type: "code",
      id: "a",
      metadata: { tags: ["x"] },
      source: "const a = 1\na",
      outputs: [result("1")],
      execution_count: 3,
    },
    { cell_type: "code", id: "b", metadata: {}, source: "%%train cnn\nfit(a)", outputs: [], execution_count: null },
  ]
  const content = {
    cells,
    metadata: { kernelspec: { name: "kaon", display_name: "Kaon" } },
    nbformat: 4,
    nbformat_minor: 5,
  }
  const save = (path: string, notebook: unknown) =>
    host.ask("PUT", at(path), { type: "notebook", format: "json", content: notebook })
  await save("a.ipynb", content)
  const first = (await host.ask("GET", at("a.ipynb"))).json().content
  await save("a.kaon.ts", first)
  const second = (await host.ask("GET", at("a.kaon.ts"))).json().content
  assert.deepEqual(
    second.cells.map(({ metadata: _, ...rest }: Cell) => rest),
    first.cells.map(({ metadata: _, ...rest }: Cell) => rest),
  )
  await save("b.ipynb", second)
  const file = (name: string) => JSON.parse(readFileSync(join(space.folder, name), "utf8"))
  assert.deepEqual(file("b.ipynb"), file("a.ipynb"))
  assert.deepEqual(file("a.ipynb").cells[0].source, ["# Title\n", "\n", "Text"])
})

test("a notebook is given as a script, as a plain module that Node runs, and as .ipynb", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const cells = [
    { cell_type: "markdown", id: "t", metadata: {}, source: "# Title" },
    { cell_type: "code", id: "a", metadata: {}, source: "const a: number = 20", outputs: [], execution_count: null },
    { cell_type: "code", id: "s", metadata: {}, source: "%%sql daily\nSELECT 1", outputs: [], execution_count: null },
    {
      cell_type: "code",
      id: "b",
      metadata: {},
      source: "console.log(await Promise.resolve(a + 1))",
      outputs: [],
      execution_count: null,
    },
  ]
  const content = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }
  const of = async (form: string): Promise<string> =>
    (await host.ask("POST", "/kaon/scripts", { content, form })).json().text
  assert.match(await of("percent"), /^\/\/ ---\n[\s\S]*\/\/ %% \[markdown\]\n\/\/ # Title\n/)
  assert.equal(JSON.parse(await of("ipynb")).cells.length, 4)
  const marked = cells.map(cell => (cell.cell_type === "code" ? { ...cell, metadata: { trusted: true } } : cell))
  const answer = await host.ask("POST", "/kaon/scripts", { content: { ...content, cells: marked }, form: "percent" })
  assert.equal(answer.json().text, await of("percent"))
  const plain = join(space.folder, "plain.ts")
  writeFileSync(plain, await of("plain"))
  assert.equal(execFileSync(process.execPath, [plain], { encoding: "utf8" }), "21\n")
  assert.equal((await host.ask("POST", "/kaon/scripts", { content: {}, form: "plain" })).status, 400)
})
