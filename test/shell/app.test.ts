import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { openerOf } from "../../kernel/cli/app/browser.ts"
import { opening } from "../../kernel/cli/app/opening.ts"
import { attachAll } from "../../kernel/keeper/index.ts"
import { kaon, notebookOf } from "../cli/command.ts"
import { asking, workspace } from "../host/hosts.ts"
import { machine, recorder, written } from "./apps.ts"

const addressIn = (text: string) => new URL(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(text)![0])

/** Ends an app as Ctrl-C in its terminal does, and gives what it printed. */
async function interrupt({ child, ended }: ReturnType<typeof kaon>) {
  child.kill("SIGINT")
  return ended
}

test("kaon app opens the browser by a link that works once and holds no token; Ctrl-C ends the kernels too", async () => {
  await using space = workspace()
  const { app, opened } = machine(space)
  const running = app(space.folder)
  await running.prints(/Ctrl-C ends it and its kernels/)
  const link = await opened()
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/\?pass=[0-9a-f]{48}$/)
  const visit = () => fetch(link, { headers: { accept: "text/html" }, redirect: "manual" })
  const first = await visit()
  assert.equal(first.status, 302)
  const cookie = first.headers.get("set-cookie")!.split(";")[0]!
  assert.equal((await visit()).status, 403)
  const page = await fetch(new URL("/", link), { headers: { cookie, accept: "text/html" } })
  assert.match(await page.text(), /<div id="root">/)
  const status = await fetch(new URL("/api/status", link), { headers: { cookie, "sec-fetch-site": "same-origin" } })
  assert.equal(status.status, 200)
  const kernel = await fetch(new URL("/api/kernels", link), { method: "POST", headers: { cookie }, body: "{}" })
  assert.equal(kernel.status, 201)
  assert.equal((await attachedTo(space.folder)).length, 1)
  const { status: exit, out } = await interrupt(running)
  assert.equal(exit, 0)
  assert.match(out, /Electron is not here.*npx install-electron/)
  assert.equal((await attachedTo(space.folder)).length, 0)
  assert.equal(existsSync(join(space.folder, ".kaon/host.json")), false)
})

async function attachedTo(folder: string) {
  const kept = await attachAll(join(folder, ".kaon", "kernels"))
  for (const { attachment } of kept) attachment.close()
  return kept
}

test("--keep leaves the kernels to the next app of the folder", async () => {
  await using space = workspace()
  const { app } = machine(space)
  const one = app(space.folder, "--keep", "--no-open")
  const { origin, searchParams } = addressIn(await one.prints(/its kernels run on/))
  const { id } = (await asking(origin, searchParams.get("token")!)("POST", "/api/kernels", {})).json()
  await interrupt(one)
  assert.deepEqual(
    (await attachedTo(space.folder)).map(({ record }) => record.id),
    [id],
  )
})

test("a second kaon app of a folder opens the page of the one that runs, at the notebook that it names", async () => {
  await using space = workspace()
  await writeFile(join(space.folder, "two words.ipynb"), notebookOf(["1"]))
  const { app, opened, record } = machine(space)
  const running = app(space.folder)
  const { origin } = addressIn(await running.prints(/Ctrl-C/))
  await opened()
  await rm(record)
  const again = await app(join(space.folder, "two words.ipynb")).ended
  assert.deepEqual([again.status, again.err], [0, ""])
  assert.match(again.out, new RegExp(`runs already .*${origin}`))
  const link = new URL(await opened())
  assert.deepEqual([link.origin, link.hash], [origin, "#two%20words.ipynb"])
  assert.equal((await fetch(link, { headers: { accept: "text/html" }, redirect: "manual" })).status, 302)
  assert.equal((await interrupt(running)).status, 0)
})

test("without a screen it says so and prints the address; the folder is the one that was open last", async () => {
  await using space = workspace()
  const { app, opened, record, env } = machine(space, { screen: false })
  const running = app(space.folder)
  const first = addressIn(await running.prints(/No browser could be opened here[\s\S]*Ctrl-C/))
  assert.equal(existsSync(record), false)
  await interrupt(running)
  const plain = kaon([], { env: { ...env, DISPLAY: ":9" } })
  const said = await plain.prints(/Ctrl-C/)
  assert.match(said, new RegExp(`serves ${space.folder} at`))
  // What the browser kept for the page, it keeps by its port; the token is another one.
  assert.equal(addressIn(said).origin, first.origin)
  assert.notEqual(addressIn(said).search, first.search)
  await opened()
  await interrupt(plain)
})

test("where Electron is, kaon app hands over to it with the path, and ends as it ends", async () => {
  await using space = workspace()
  const { env } = machine(space)
  const dist = join(space.folder, ".electron")
  const { record } = recorder(dist, "electron")
  const { status, out } = await kaon(["app", space.folder], { env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: dist } })
    .ended
  assert.deepEqual([status, out], [0, ""])
  assert.match(await written(record), new RegExp(`electron/main/dist/main\\.mjs ${space.folder}$`))
  await rm(record)
  const blind = { ...env, ELECTRON_OVERRIDE_DIST_PATH: dist, DISPLAY: "" }
  const running = kaon(["app", space.folder], { env: blind })
  await running.prints(/No browser could be opened here/)
  await interrupt(running)
  assert.equal(existsSync(record), false)
})

test("what cannot be opened is a usage error", async () => {
  await using space = workspace()
  const { app } = machine(space)
  await writeFile(join(space.folder, "a.csv"), "")
  for (const [name, why] of [
    ["nowhere", /is not there/],
    ["a.csv", /is no notebook/],
  ] as const) {
    const { status, err } = await app(join(space.folder, name)).ended
    assert.equal(status, 2)
    assert.match(err, why)
  }
})

test("a new folder to begin with gets the examples, one that is there is left alone", async () => {
  await using space = workspace()
  const first = join(space.folder, "Documents", "Kaon")
  const examples = join(import.meta.dirname, "../../workspaces")
  const wishes = { path: undefined, last: join(space.folder, "gone"), first, examples }
  assert.deepEqual(await opening(wishes), { folder: first, file: undefined })
  assert.ok(existsSync(join(first, "digits.ipynb")))
  assert.equal(existsSync(join(first, ".kaon")), false)
  await rm(join(first, "digits.ipynb"))
  await opening(wishes)
  assert.equal(existsSync(join(first, "digits.ipynb")), false)
})

test("each system opens addresses by its own command, Linux only on a screen", () => {
  assert.deepEqual(openerOf({ platform: "darwin", env: {} }), ["open"])
  assert.deepEqual(openerOf({ platform: "win32", env: {} })?.[0], "rundll32")
  assert.equal(openerOf({ platform: "linux", env: { PATH: process.env.PATH } }), undefined)
  assert.equal(openerOf({ platform: "linux", env: { PATH: "/nowhere", DISPLAY: ":0" } }), undefined)
})
