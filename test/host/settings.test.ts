import assert from "node:assert/strict"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { test } from "node:test"
import { userFolders } from "../../kernel/plugins/folders.ts"
import { hostOf, workspace } from "./hosts.ts"

const fileOf = (home: string): string => join(userFolders({ KAON_HOME: home }).config, "kaon.json")

test("settings are kept for all hosts of a person, with what another version wrote beside them", async () => {
  await using space = workspace()
  {
    await using host = await hostOf(space)
    assert.equal((await host.ask("GET", "/kaon/settings")).json().settings, null)
    const settings = { theme: "dark", keys: { "cell.run": [{ keys: "F5", where: "always" }] }, fromTheFuture: 1 }
    assert.equal((await host.ask("POST", "/kaon/settings", { settings })).status, 200)
  }
  await using host = await hostOf(space)
  const { settings } = (await host.ask("GET", "/kaon/settings")).json()
  assert.deepEqual(
    [settings.theme, settings.language, settings.keys["cell.run"], settings.fromTheFuture],
    ["dark", "en", [{ keys: "F5", where: "always" }], 1],
  )
  assert.equal(JSON.parse(await readFile(fileOf(space.home), "utf8")).theme, "dark")
})

test("a field that makes no sense counts as not set, a broken file as none", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const file = fileOf(space.home)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '{ "theme": "pink", "autosaveAfter": -1, "language": "zh" }')
  const { settings } = (await host.ask("GET", "/kaon/settings")).json()
  assert.deepEqual([settings.theme, settings.autosaveAfter, settings.language], ["system", 2, "zh"])
  await writeFile(file, "{ theme: ")
  assert.equal((await host.ask("GET", "/kaon/settings")).json().settings, null)
})

test("after many changes at once the file is whole and is what the host says", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const sent = Array.from({ length: 20 }, (_, index) =>
    host.ask("POST", "/kaon/settings", { settings: { autosaveAfter: index + 1 } }),
  )
  await Promise.all(sent)
  const kept = JSON.parse(await readFile(fileOf(space.home), "utf8"))
  assert.equal(kept.autosaveAfter, (await host.ask("GET", "/kaon/settings")).json().settings.autosaveAfter)
})
