import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { asked, ended, notebook, saved, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

/** The code of the editor comes from the host: it is there once it was used. */
async function withEditor(page: Page, cell: string): Promise<void> {
  await page.locator(`[data-cell="${cell}"]`).focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector(`[data-cell="${cell}"] [data-editor="ready"]`)
  await page.keyboard.press("Escape")
}

/** Prints numbered lines for about as many times `pause` milliseconds. */
const counting = (lines: number, pause: number) =>
  `for (let i = 0; i < ${lines}; i++) { console.log("line " + i); await new Promise(r => setTimeout(r, ${pause})) }`
const numbered = (lines: number) => Array.from({ length: lines }, (_, index) => `line ${index}`)

const run = async (page: Page, cell: string) => {
  await page.locator(`[data-cell="${cell}"]`).focus()
  await page.keyboard.press("Control+Enter")
}
const linesOf = async (page: Page, cell: string) =>
  (await page.locator(`[data-cell="${cell}"] .terminal`).allInnerTexts()).join("\n").trim().split("\n")

test("the host is killed in the middle of a run: the page comes back by itself with every line, each once", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(counting(60, 60), "'alive'") })
  const { page } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  await page.locator('[data-cell="c1"]', { hasText: "line 10" }).waitFor()
  await app.host.end("SIGKILL")
  await page.locator('.lamp[data-status="disconnected"]').waitFor()
  await app.restartHost()
  assert.equal(await ended(page, "c1"), "done")
  assert.deepEqual(await linesOf(page, "c1"), numbered(60))
  await run(page, "c2")
  assert.equal(await ended(page, "c2"), "done")
})

test("the page crashes in the middle of a run: a new one shows all of it", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(counting(60, 40)) })
  const { page } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  await page.locator('[data-cell="c1"]', { hasText: "line 10" }).waitFor()
  const crashed = new Promise(resolve => page.once("crash", resolve))
  const devtools = await page.context().newCDPSession(page)
  void devtools.send("Page.crash").catch(() => {})
  await crashed
  const next = await app.window()
  assert.equal(await ended(next, "c1"), "done")
  assert.deepEqual(await linesOf(next, "c1"), numbered(60))
})

test("the kernel is killed: its run ends, the notebook keeps everything, and a cell runs in the next kernel", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("console.log(process.pid)\nconst before = 1", counting(500, 40), "typeof before"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  assert.equal(await ended(page, "c1"), "done")
  const [pid] = await linesOf(page, "c1")
  await run(page, "c2")
  await page.locator('[data-cell="c2"]', { hasText: "line 5" }).waitFor()
  process.kill(Number(pid), "SIGKILL")
  assert.equal(await ended(page, "c2"), "aborted")
  assert.deepEqual((await linesOf(page, "c2")).slice(0, 6), numbered(6))
  assert.deepEqual(await linesOf(page, "c1"), [pid])
  // Nobody asked for another kernel: that what it held is gone is said until the reader has read it.
  const told = page.locator(".banner", { hasText: "The kernel was started anew" })
  await told.getByRole("button", { name: "OK" }).click()
  await told.waitFor({ state: "detached" })
  await page.waitForSelector('.lamp[data-status="idle"]')
  await run(page, "c3")
  assert.equal(await ended(page, "c3"), "done")
  assert.match(await page.locator('[data-cell="c3"] .outputs').innerText(), /undefined/)
})

test("the keeper is killed with its kernel: one button brings a new kernel, and the outputs stay", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(counting(500, 40), "6 * 7") })
  const { page, folder } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  await page.locator('[data-cell="c1"]', { hasText: "line 5" }).waitFor()
  const [kernel] = await asked<{ id: string }[]>(app, "/api/kernels")
  const record = JSON.parse(await readFile(path.join(folder, ".kaon/kernels", kernel!.id, "keeper.json"), "utf8"))
  process.kill(record.pid, "SIGKILL")
  const banner = page.locator(".banner.bad")
  await banner.waitFor()
  assert.deepEqual((await linesOf(page, "c1")).slice(0, 6), numbered(6))
  await banner.getByRole("button").click()
  await page.waitForSelector('.lamp[data-status="idle"]')
  await run(page, "c2")
  assert.equal(await ended(page, "c2"), "done")
  assert.match(await page.locator('[data-cell="c2"] .outputs').innerText(), /42/)
})

test("the host sleeps for a while: what was printed and typed meanwhile is there when it wakes", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook(counting(60, 40), "1") })
  const { page, folder } = app
  await app.open("a.ipynb")
  await withEditor(page, "c2")
  await run(page, "c1")
  await page.locator('[data-cell="c1"]', { hasText: "line 10" }).waitFor()
  app.host.process.kill("SIGSTOP")
  await page.locator('[data-cell="c2"] .static').click()
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.type("23")
  await page.keyboard.press("Control+Enter")
  app.host.process.kill("SIGCONT")
  assert.equal(await ended(page, "c1"), "done")
  assert.deepEqual(await linesOf(page, "c1"), numbered(60))
  assert.equal(await ended(page, "c2"), "done")
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  assert.match(await readFile(path.join(folder, "a.ipynb"), "utf8"), /231|123/)
})

test("without a network for a while, the page says so, keeps what is typed, and saves it afterwards", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1") })
  const { page, folder } = app
  await app.open("a.ipynb")
  await withEditor(page, "c1")
  await page.context().setOffline(true)
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.type("typed ")
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => /not saved/.test(document.querySelector(".status [role=status]")?.textContent ?? ""))
  await page.context().setOffline(false)
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  assert.match(await readFile(path.join(folder, "a.ipynb"), "utf8"), /typed/)
})

test("the host is killed with text that no file has yet: it is kept in the page, typed on, and saved when the host is back", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1") }, { files: { "n.txt": "one" } })
  const { page, folder } = app
  await app.open("a.ipynb")
  await withEditor(page, "c1")
  await app.host.end("SIGKILL")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-cell="c1"] [data-editor="ready"]')
  await page.keyboard.press("Control+End")
  await page.keyboard.type(" + 41")
  await page.getByText("The server does not answer").waitFor()
  assert.equal(JSON.parse(await readFile(path.join(folder, "a.ipynb"), "utf8")).cells[0].source, "1")
  await page.keyboard.type(" // more")
  await app.restartHost()
  await saved(page)
  await page.locator(".banner").waitFor({ state: "detached" })
  const [cell] = JSON.parse(await readFile(path.join(folder, "a.ipynb"), "utf8")).cells
  assert.equal([cell.source].flat().join(""), "1 + 41 // more")
  // A text file's too.
  await page.getByRole("treeitem", { name: "n.txt" }).click()
  await page.waitForSelector("[data-text-view] .monaco-editor")
  await page.waitForFunction(() => document.querySelector(".view-lines")?.textContent === "one")
  await app.host.end("SIGKILL")
  await page.keyboard.press("Control+End")
  await page.keyboard.type(" two")
  await page.waitForFunction(() =>
    /not saved:/.test(document.querySelector(".status [role=status]")?.textContent ?? ""),
  )
  await app.restartHost()
  await saved(page)
  assert.equal(await readFile(path.join(folder, "n.txt"), "utf8"), "one two")
})

test("ten thousand outputs are there after a reload, in the page and in the file", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("for (let i = 0; i < 10000; i++) display({ i })") })
  const { page, folder } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  await page.reload()
  assert.equal(await ended(page, "c1"), "done")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  const { cells } = JSON.parse(await readFile(path.join(folder, "a.ipynb"), "utf8"))
  assert.equal(cells[0].outputs.length, 10_000)
  assert.match(JSON.stringify(cells[0].outputs.at(-1)), /9999/)
})

test("all cells run at once, and reloads before and after they are saved: every output stands there once", {
  skip,
}, async () => {
  const cell = (name: string) =>
    `display("${name} one"); const ${name} = display("${name} two"); for (let i = 0; i < 20; i++) { await new Promise(r => setTimeout(r, 60)); ${name}.update("${name} two") }`
  await using app = await startInterface({ "a.ipynb": notebook(...["a", "b", "c"].map(cell)) })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  // By then the first is in the file, and the last is not.
  await page.waitForSelector('[data-cell="c3"][data-state="running"]', { timeout: 60_000 })
  for (let reload = 0; reload < 3; reload++) {
    await page.reload()
    assert.equal(await ended(page, "c3"), "done")
    const counts = await page
      .locator("[data-cell]")
      .evaluateAll(cells =>
        cells.map(node => (node.textContent ?? "").split(/(?<!")\b[abc] (?:one|two)\b(?!")/).length - 1),
      )
    assert.deepEqual(counts, [2, 2, 2])
    await page.keyboard.press("Control+s")
    await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  }
})
