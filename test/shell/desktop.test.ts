import assert from "node:assert/strict"
import { once } from "node:events"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { attachAll } from "../../kernel/keeper/index.ts"
import { notebookOf } from "../cli/command.ts"
import { asking, workspace } from "../host/hosts.ts"
import { desktopOn } from "./desktops.ts"
import type { MenuLine } from "./electron.ts"

const kernelsIn = async (folder: string): Promise<number> => {
  const kept = await attachAll(join(folder, ".kaon", "kernels"))
  for (const { attachment } of kept) attachment.close()
  return kept.length
}

/** Requests to the host of the first window. */
const askHost = (app: Awaited<ReturnType<typeof desktopOn>>) => {
  const { origin, searchParams } = new URL(app.shell!.list()[0]!.host.url)
  return asking(origin, searchParams.get("token")!)
}

const menuOf = (labels: Record<string, string>) => ({
  language: "en",
  headings: { file: "File", edit: "Edit", cell: "Cell", run: "Run", view: "View", help: "Help" },
  commands: Object.fromEntries(
    Object.entries(labels).map(([id, label]) => [id, { label, keys: "Mod+S", enabled: true }]),
  ),
})

const linesOf = (app: Awaited<ReturnType<typeof desktopOn>>, label: string): MenuLine[] =>
  app.menu().find(menu => menu.label === label)?.submenu ?? []

test("its host runs on the Node that Kaon ships, and ends with the window, its kernels too", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const [own] = app.shell!.list()
  const command = await readFile(`/proc/${own!.host.pid}/cmdline`, "utf8")
  assert.match(command, /node_modules\/node\/bin\/node\0.*kernel\/cli\/main\.ts\0app\0--shell/)
  assert.equal((await askHost(app)("POST", "/api/kernels", {})).status, 201)
  const quitted = once(app.app, "quitted")
  app.app.on("window-all-closed", () => {})
  app.window.close()
  await once(app.window, "closed")
  app.app.emit("window-all-closed")
  await quitted
  assert.throws(() => process.kill(own!.host.pid, 0))
  assert.equal(await kernelsIn(space.folder), 0)
})

test("a window that closes while cells run asks, and can leave them running or stay", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  await askHost(app)("POST", "/api/kernels", {})
  app.tell("progress", { running: true, fraction: null })
  assert.equal(app.window.seen.progress, 2)
  app.answers.message = 2
  assert.equal(await app.shell!.list()[0]!.close(), false)
  assert.match(JSON.stringify(app.asked), /still running/)
  assert.equal(app.window.destroyed, false)
  app.answers.message = 0
  app.window.close()
  await once(app.window, "closed")
  assert.equal(await kernelsIn(space.folder), 1)
})

test("what is not saved is saved before the window closes", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  app.tell("document", { path: "a.ipynb", unsaved: true })
  assert.deepEqual([app.window.seen.edited, app.window.seen.title], [true, "a.ipynb – Kaon"])
  const said = app.news("command")
  app.window.close()
  assert.deepEqual(await said, { id: "file.save" })
  assert.equal(app.window.destroyed, false)
  app.tell("document", { path: "a.ipynb", unsaved: false })
  await once(app.window, "closed")
})

test("a second start hands its notebook to the app that runs: into its window, or into a new one for another folder", async () => {
  await using space = workspace()
  const other = join(space.folder, "..", `${space.folder.split("/").at(-1)}-other`)
  await mkdir(join(space.folder, "deep"), { recursive: true })
  await mkdir(other)
  for (const file of [join(space.folder, "deep/a.ipynb"), join(other, "b.ipynb")])
    await writeFile(file, notebookOf(["1"]))
  await using app = await desktopOn(space)
  const said = app.news("open")
  app.app.emit("second-instance", {}, [], "", { path: join(space.folder, "deep/a.ipynb") })
  assert.deepEqual(await said, { path: "deep/a.ipynb" })
  assert.equal(app.window.focused, true)
  const opened = once(app.app, "window")
  // As a Mac's Finder does.
  app.app.emit("open-file", { preventDefault() {} }, join(other, "b.ipynb"))
  await opened
  const [, second] = app.windows
  assert.match(second!.webContents.mainFrame.url, /#b\.ipynb$/)
  assert.notEqual(second!.options.webPreferences.partition, app.window.options.webPreferences.partition)
  app.app.emit("second-instance", {}, [], "", { path: 7 })
  await app.shell!.closeAll()
  await rm(other, { recursive: true })
})

test("where the app runs already, the second process hands over its path and ends without a window", async () => {
  await using space = workspace()
  const { runShell } = await import("../../electron/main/run.ts")
  const { fakeElectron } = await import("./electron.ts")
  const fake = fakeElectron({ data: join(space.folder, ".app"), first: false })
  let quitted = false
  fake.app.on("quitted", () => {
    quitted = true
  })
  const argv = ["electron", "main.mjs", "--flag", "a.ipynb"]
  assert.equal(await runShell(fake.electron, { root: "/", argv, cwd: space.folder }), undefined)
  assert.deepEqual(fake.app.lockData, { path: join(space.folder, "a.ipynb") })
  assert.deepEqual([quitted, fake.windows.length], [true, 0])
})

test("a killed host is started again where the page waits for it, with its kernels, and the person is told", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const [own] = app.shell!.list()
  const { url, pid } = own!.host
  const { id } = (await askHost(app)("POST", "/api/kernels", {})).json()
  const told = once(app.app, "notice")
  process.kill(pid, "SIGKILL")
  await told
  assert.match(app.notices[0]!.title, /started again/)
  assert.equal(own!.host.url, url)
  assert.notEqual(own!.host.pid, pid)
  assert.equal((await askHost(app)("GET", `/api/kernels/${id}`)).status, 200)
})

test("a host that ends again and again is not started for ever: the person is asked", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const [own] = app.shell!.list()
  app.answers.message = 1
  const asked = once(app.app, "asked")
  for (let time = 0; time < 3; time++) {
    const told = once(app.app, "notice")
    process.kill(own!.host.pid, "SIGKILL")
    await told
  }
  process.kill(own!.host.pid, "SIGKILL")
  const [options] = await asked
  assert.match(options.message, /again and again/)
  await once(app.window, "closed")
})

test("a page whose process is gone is loaded again at its notebook, three times in a row, then the person is asked", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  app.tell("document", { path: "a.ipynb", unsaved: false })
  const { webContents } = app.window
  for (let time = 0; time < 3; time++) {
    const loaded = once(app.window, "load")
    webContents.emit("render-process-gone", {}, { reason: "oom" })
    assert.match(String(await loaded), /#a\.ipynb$/)
  }
  app.answers.message = 0
  const [asked, loaded] = [once(app.app, "asked"), once(app.window, "load")]
  webContents.emit("render-process-gone", {}, { reason: "crashed" })
  assert.match((await asked)[0].message, /again and again/)
  await loaded
})

test("the menu is the palette's: names, keys and state from the page, its commands go back to it", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  assert.deepEqual(
    linesOf(app, "Run").map(({ id }) => id),
    [],
  )
  app.tell("menu", menuOf({ "file.save": "Save it", "run.all": "Run them", "made.up": "Not in the table" }))
  const save = linesOf(app, "File").find(({ id }) => id === "file.save")!
  assert.deepEqual([save.label, save.accelerator, save.registerAccelerator], ["Save it", "CmdOrCtrl+S", false])
  assert.deepEqual(
    linesOf(app, "Run").map(({ id }) => id),
    ["run.all"],
  )
  const said = app.news("command")
  save.click!()
  assert.deepEqual(await said, { id: "file.save" })
  app.tell("menu", {
    ...menuOf({ "file.save": "保存" }),
    language: "zh",
    headings: { ...menuOf({}).headings, file: "文件" },
  })
  assert.ok(linesOf(app, "文件").some(({ label }) => label === "打开笔记本…"))
})

test("notebooks that were in view are recent, in the menu and for the system, over a restart", async () => {
  await using space = workspace()
  await writeFile(join(space.folder, "a.ipynb"), notebookOf(["1"]))
  const recentIn = (app: Awaited<ReturnType<typeof desktopOn>>) =>
    linesOf(app, "File").find(({ label }) => label === "Open Recent")!.submenu!
  {
    await using app = await desktopOn(space)
    for (const path of ["a.ipynb", "b.ipynb", "a.ipynb"]) app.tell("document", { path, unsaved: false })
    assert.deepEqual(
      app.recents,
      ["a.ipynb", "b.ipynb", "a.ipynb"].map(name => join(space.folder, name)),
    )
  }
  await using app = await desktopOn(space)
  const files = recentIn(app).map(({ label }) => label)
  assert.deepEqual(files.slice(0, 2), [join(space.folder, "a.ipynb"), join(space.folder, "b.ipynb")])
  const said = app.news("open")
  recentIn(app)[0]!.click!()
  assert.deepEqual(await said, { path: "a.ipynb" })
  recentIn(app).at(-1)!.click!()
  assert.equal(recentIn(app).length, 2)
})

test("a long run that ends behind another window is told; a short one and one in view are not", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const ended = { title: "a.ipynb", body: "Done in 2 min", seconds: 120 }
  app.tell("ended", { ...ended, seconds: 2 })
  app.window.focused = true
  app.tell("ended", ended)
  assert.equal(app.notices.length, 0)
  app.window.focused = false
  app.tell("ended", ended)
  assert.deepEqual(
    app.notices.map(({ title, body }) => [title, body]),
    [["a.ipynb", "Done in 2 min"]],
  )
  app.notices[0]!.click()
  assert.equal(app.window.focused, true)
})

test("a page is saved as a PDF where the person says, and where they say nothing nothing is", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  assert.deepEqual(await app.ask("pdf", { name: "deep/a.ipynb" }), { done: false })
  const file = join(space.folder, "out.pdf")
  app.answers.save = file
  assert.deepEqual(await app.ask("pdf", { name: "../../a.ipynb" }), { done: true })
  assert.match(await readFile(file, "utf8"), /^%PDF/)
  assert.match(JSON.stringify(app.asked.at(-1)), new RegExp(`"${space.folder}/a\\.pdf"`))
  await assert.rejects(app.ask("pdf", { name: 7 }))
  app.answers.save = join(space.folder, "nowhere", "out.pdf")
  await assert.rejects(app.ask("pdf", { name: "a" }))
  assert.match(app.errors[0]!, /PDF could not be saved.*ENOENT/)
})

test("a folder that cannot be served is told, and an app without a window ends", async () => {
  await using space = workspace()
  let quitted = false
  await using app = await desktopOn(space, join(space.folder, "nowhere"), {
    prepare: fake =>
      fake.app.on("quitted", () => {
        quitted = true
      }),
  })
  assert.match(app.errors[0]!, /does not start.*nowhere is not there/s)
  assert.deepEqual([quitted, app.windows.length], [true, 0])
})
