import assert from "node:assert/strict"
import { delimiter, join, resolve } from "node:path"
import test from "node:test"
import { userFolders } from "../../kernel/plugins/folders.ts"

test("KAON_HOME holds every folder, and KAON_DATA may name several that come first", () => {
  const home = resolve("/some/home")
  const [one, two] = [resolve("/data/one"), resolve("/data/two")]
  const folders = userFolders({ KAON_HOME: home, KAON_DATA: [one, "", two].join(delimiter) })
  assert.deepEqual(folders.data, [one, two, join(home, "data", "datasets")])
  assert.ok([folders.cache, folders.config, folders.plugins].every(folder => folder.startsWith(home)))
})

test("without either, the platform's own folders are named", () => {
  const { data, cache } = userFolders({})
  assert.equal(data.length, 1)
  assert.match(cache, /kaon/)
})
