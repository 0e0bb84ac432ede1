import assert from "node:assert/strict"
import { copyFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { menuCommands } from "../../electron/main/menutable.ts"
import { channelOf } from "../../kernel/contracts/shell/channels.ts"
import { notebookOf } from "../cli/command.ts"
import { workspace } from "../host/hosts.ts"
import { launch, withoutBrowser } from "../peers/lab.ts"
import { desktopOn } from "./desktops.ts"
import type { MenuLine } from "./electron.ts"
import { preloadSource } from "./preloads.ts"

/* The real page in real Chromium, with the real preload, on the real main and its host; only what is between them is stood in for. */

async function paged(space: ReturnType<typeof workspace>) {
  const app = await desktopOn(space)
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on("pageerror", ({ message }) => void complaints.push(message))
  await page.exposeFunction("electronInvoke", (channel: string, request: unknown) => app.ask(channel.slice(5), request))
  await page.exposeFunction(
    "electronSend",
    (channel: string, message: unknown) => void app.tell(channel.slice(5), message),
  )
  await page.addInitScript(`{
    const heard = {}
    const ipcRenderer = {
      invoke: (channel, request) => window.electronInvoke(channel, request),
      send: (channel, message) => void window.electronSend(channel, message),
      on: (channel, listener) => (heard[channel] ??= []).push(listener),
      off: (channel, listener) => (heard[channel] = heard[channel].filter(other => other !== listener)),
    }
    window.electronNews = (channel, message) => (heard[channel] ?? []).forEach(listener => listener({}, message))
    const contextBridge = { exposeInMainWorld: (name, value) => Object.defineProperty(window, name, { value }) }
    const module = { exports: {} }
    const require = () => ({ ipcRenderer, contextBridge })
    ;(() => { ${await preloadSource()} })()
  }`)
  app.window.webContents.on("sent", (channel: string, message: unknown) => {
    void page.evaluate(`window.electronNews(${JSON.stringify(channel)}, ${JSON.stringify(message)})`)
  })
  await page.goto(app.window.webContents.mainFrame.url)
  await page.waitForSelector(".welcome")
  return {
    app,
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await browser.close()
      await app[Symbol.asyncDispose]()
    },
  }
}

/** Waits until what the shell sees is so; it sees when the page tells it. */
async function until(page: Page, seen: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !seen(); ) {
    if (Date.now() > end) assert.fail("The shell was not told of it in 20 seconds.")
    await page.evaluate("new Promise(done => requestAnimationFrame(done))")
  }
}

test("in the shell the page has its menu, title, recents, progress and notification, and follows the menu", {
  skip: withoutBrowser,
}, async () => {
  await using space = workspace()
  await writeFile(
    path.join(space.folder, "a.ipynb"),
    notebookOf(["await new Promise(done => setTimeout(done, 300))", "1 + 1"]),
  )
  await copyFile(
    path.resolve(import.meta.dirname, "../../workspaces/digits.ipynb"),
    path.join(space.folder, "digits.ipynb"),
  )
  await using shown = await paged(space)
  const { app, page } = shown
  const lines = () => app.menu().flatMap(({ submenu = [] }): MenuLine[] => submenu)
  const line = (id: string) => lines().find(found => found.id === id)
  await until(page, () => line("file.new") !== undefined)
  for (const id of menuCommands) assert.ok(line(id)?.label, id)
  assert.equal(line("run.all")!.enabled, false)
  assert.equal(app.window.seen.title?.toString().endsWith(" – Kaon"), true)

  // Another program opens a notebook of this folder in the app.
  app.app.emit("second-instance", {}, [], "", { path: path.join(space.folder, "a.ipynb") })
  await page.waitForSelector("[data-cell]")
  await until(page, () => line("run.all")!.enabled === true)
  assert.equal(app.window.seen.title, "a.ipynb – Kaon")
  assert.deepEqual(app.recents, [path.join(space.folder, "a.ipynb")])

  await page.waitForSelector('.lamp[data-status="idle"]')
  const bars: unknown[] = []
  const [own] = app.shell!.list()
  const { setProgressBar } = app.window
  app.window.setProgressBar = (value?: unknown) => {
    bars.push(value)
    setProgressBar(value)
  }
  let ended: unknown
  app.told.on(channelOf("ended"), (_event, message) => {
    ended = message
  })
  line("run.all")!.click!()
  // The notebook came from elsewhere: the menu is no way past the person's trust.
  await page.getByRole("dialog").getByRole("button", { name: "Trust and run" }).click()
  await until(page, () => ended !== undefined && app.window.seen.progress === -1)
  const { title, body, seconds } = ended as { title: string; body: string; seconds: number }
  assert.equal(title, "a.ipynb")
  assert.match(body, /^Done in /)
  assert.ok(seconds < 10)
  assert.ok(
    bars.some(value => typeof value === "number" && value >= 0),
    JSON.stringify(bars),
  )
  assert.equal(own!.said.progress.running, false)
  assert.equal(app.notices.length, 0, "a short run is not told of")
  await until(page, () => own!.said.document.unsaved === false)
  assert.deepEqual(shown.complaints, [])
})

test("the page cannot be talked out of its channels, and asks through them what it needs", {
  skip: withoutBrowser,
}, async () => {
  await using space = workspace()
  await using shown = await paged(space)
  const { page, app } = shown
  assert.deepEqual(await page.evaluate("Object.keys(window.kaon)"), ["ask", "tell", "on"])
  assert.deepEqual(await page.evaluate(`window.kaon.ask.link({ url: "file:///etc/passwd" })`), { done: false })
  assert.deepEqual(app.external, [])
  const refused = await page.evaluate(`window.kaon.ask.pdf({ name: 1 }).then(() => "done", () => "refused")`)
  assert.equal(refused, "refused")
  // News of commands that are none change nothing.
  app.shell!.list()[0]!.tell("command", { id: "constructor" })
  app.shell!.list()[0]!.tell("command", { id: "view.palette" })
  await page.waitForSelector(".palette")
  assert.deepEqual(shown.complaints, [])
})
