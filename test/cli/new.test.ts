import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { readNotebook } from "../../kernel/notebook/index.ts"
import { folder, kaon } from "./command.ts"

test("kaon new lists every template with a line, and as JSON", async () => {
  const [text, json] = await Promise.all([kaon(["new"]).ended, kaon(["new", "--json"]).ended])
  const listed: { id: string; description: string }[] = JSON.parse(json.out)
  assert.ok(listed.length >= 8, "templates ship")
  for (const { id, description } of listed)
    assert.match(text.out, new RegExp(`^${id} +.*${description.slice(-20)}`, "m"))
})

test("kaon new starts a notebook of a template, and never writes over one", async () => {
  await using place = await folder()
  const made = await kaon(["new", "forecast", "mine.ipynb", "--json"], { cwd: place.path }).ended
  assert.equal(made.status, 0, made.err)
  const { notebook } = await readNotebook(JSON.parse(made.out).file)
  assert.equal(notebook.metadata.kaon, undefined, "a notebook of one's own is no template")
  assert.match(notebook.cells.map(({ source }) => source).join("\n"), /%%data bikes/)
  const before = await readFile(join(place.path, "mine.ipynb"))
  const again = await kaon(["new", "text", "mine.ipynb"], { cwd: place.path }).ended
  assert.equal(again.status, 2)
  assert.match(again.err, /mine\.ipynb is there already.*\n.*nothing is overwritten/)
  assert.deepEqual(await readFile(join(place.path, "mine.ipynb")), before)
})

test("kaon new takes a folder, which it makes, and writes a script where the name ends as one", async () => {
  await using place = await folder()
  const [inside, script, wrong] = await Promise.all(
    [
      ["new", "table", "a/b"],
      ["new", "curve", "curve.ts"],
      ["new", "forcast"],
    ].map(args => kaon(args, { cwd: place.path }).ended),
  )
  assert.deepEqual([inside?.status, script?.status, wrong?.status], [0, 0, 2])
  assert.ok(existsSync(join(place.path, "a", "b", "table.ipynb")))
  assert.match(await readFile(join(place.path, "curve.ts"), "utf8"), /^\/\/ %% \[markdown\]$/m)
  assert.match(wrong!.err, /no template forcast[\s\S]*Did you mean forecast\?/)
})
