import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const row = (page: Page, name: string) => page.getByRole("treeitem", { name, exact: false })
const names = (page: Page) =>
  page.getByRole("treeitem").evaluateAll(found => found.map(item => (item as HTMLElement).dataset.path))

test("files are made, renamed, duplicated and deleted by keyboard, with one sentence for a bad name", {
  skip,
}, async () => {
  await using app = await startInterface({ "b.ipynb": notebook("1") }, { files: { "sub/c.txt": "c" } })
  const { page, folder } = app
  await row(page, "b.ipynb").waitFor()
  await page.getByRole("button", { name: "New folder" }).click()
  const field = page.getByLabel("File name")
  await field.fill("sub")
  await page.keyboard.press("Enter")
  await page.getByText("“sub” is here already").waitFor()
  for (const [name, problem] of [
    ["", "A name is missing"],
    [".x", "would be hidden"],
    ["a/b", "cannot hold a slash"],
    ["a?", "cannot hold “?”"],
  ]) {
    await field.fill(name!)
    await page.keyboard.press("Enter")
    await page.getByText(problem!).waitFor()
  }
  await field.fill("data")
  await page.keyboard.press("Enter")
  await row(page, "data").waitFor()
  await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.path === "data")
  assert.deepEqual(await names(page), ["data", "sub", "b.ipynb"])
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowRight")
  await row(page, "c.txt").waitFor()
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("F2")
  await field.fill("d.txt")
  await page.keyboard.press("Enter")
  await row(page, "d.txt").waitFor()
  await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.path === "sub/d.txt")
  assert.equal(await readFile(path.join(folder, "sub/d.txt"), "utf8"), "c")
  await row(page, "d.txt").click({ button: "right" })
  await page.getByRole("menuitem", { name: "Duplicate" }).click()
  await row(page, "d-Copy1.txt").focus()
  await page.keyboard.press("Delete")
  const dialog = page.getByRole("dialog")
  await dialog.getByText("Delete “d-Copy1.txt”?").waitFor()
  await dialog.getByRole("button", { name: "Delete" }).click()
  await row(page, "d-Copy1.txt").waitFor({ state: "detached" })
  assert.equal(existsSync(path.join(folder, "sub/d-Copy1.txt")), false)
  // A letter in the tree is a place in the tree, not a command of a notebook.
  await row(page, "data").focus()
  await page.keyboard.press("b")
  await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.path === "b.ipynb")
  assert.deepEqual(app.complaints, [])
})

test("an open notebook goes with its file: renamed, and moved into a folder by drag", { skip }, async () => {
  await using app = await startInterface(
    { "a.ipynb": notebook("const kept = 7", "kept + 1") },
    { files: { "sub/x.txt": "" } },
  )
  const { page, folder } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForSelector('[data-cell="c1"][data-state="done"]')
  await row(page, "a.ipynb").focus()
  await page.keyboard.press("F2")
  await page.getByLabel("File name").fill("renamed.ipynb")
  await page.keyboard.press("Enter")
  await page.locator('.tab[data-selected="true"]', { hasText: "renamed.ipynb" }).waitFor()
  await row(page, "renamed.ipynb").dragTo(row(page, "sub"))
  await page.waitForFunction(() => location.hash === "#sub/renamed.ipynb")
  assert.ok(existsSync(path.join(folder, "sub/renamed.ipynb")))
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForSelector('[data-cell="c2"][data-state="done"]')
  assert.match(await page.locator('[data-cell="c2"] .outputs').innerText(), /8/)
})

test("files are uploaded, shown as what they are, edited as text, and follow the disk", { skip }, async () => {
  const csv = 'name,words\nada,"one, two"\nbob,"three\nlines"\n'
  await using app = await startInterface(
    {},
    {
      files: {
        "t.csv": csv,
        "j.json": '{"deep":{"list":[1,2]}}',
        "n.txt": "\ufeffone\r\ntwo\r\n",
        "bytes.bin": "\u0000",
      },
    },
  )
  const { page, folder } = app
  await row(page, "t.csv").waitFor()
  const large = Buffer.alloc(7_000_000, 7)
  await page.locator('.files input[type="file"]').setInputFiles([
    { name: "empty.dat", mimeType: "application/octet-stream", buffer: Buffer.alloc(0) },
    { name: "large.dat", mimeType: "application/octet-stream", buffer: large },
  ])
  await row(page, "large.dat").waitFor()
  assert.ok((await readFile(path.join(folder, "large.dat"))).equals(large))
  assert.equal((await readFile(path.join(folder, "empty.dat"))).length, 0)
  await row(page, "t.csv").click()
  await page.getByRole("gridcell", { name: "one, two" }).waitFor()
  await page.getByText("2 rows", { exact: true }).waitFor()
  // It sorts and filters as the tables of variables do.
  await page.getByRole("columnheader", { name: /^name/ }).click()
  await page.getByRole("columnheader", { name: /^name/ }).click()
  await page.locator('[role="columnheader"][aria-sort="descending"]').waitFor()
  await page.waitForFunction(
    () => document.querySelector('[aria-rowindex="2"] [role="gridcell"]')?.textContent === "bob",
  )
  await page.locator(".preview header").getByText("44 B", { exact: true }).waitFor()
  await row(page, "j.json").click()
  await page.getByText("deep:").waitFor()
  await row(page, "n.txt").click()
  await page.waitForSelector("[data-text-view] .monaco-editor")
  await page.waitForFunction(() => document.querySelector(".view-lines")?.textContent?.includes("two"))
  await page.keyboard.press("Control+End")
  await page.keyboard.type("three")
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".tab[data-selected=true] .dot") === null)
  const deadline = Date.now() + 10_000
  while ((await readFile(path.join(folder, "n.txt"), "utf8")) !== "\ufeffone\r\ntwo\r\nthree" && Date.now() < deadline)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  assert.equal(await readFile(path.join(folder, "n.txt"), "utf8"), "\ufeffone\r\ntwo\r\nthree")
  await writeFile(path.join(folder, "n.txt"), "from outside")
  await page.waitForFunction(
    () => document.querySelector(".view-lines")?.textContent?.replaceAll("\u00a0", " ") === "from outside",
  )
  await mkdir(path.join(folder, "later"))
  await row(page, "later").waitFor()
  await rm(path.join(folder, "later"), { recursive: true })
  await row(page, "later").waitFor({ state: "detached" })
  assert.deepEqual(app.complaints, [])
})

test("the gallery starts a notebook of each template in one click; what was open is listed, what is gone is not", {
  skip,
}, async () => {
  await using app = await startInterface({})
  const { page, folder } = app
  await page.locator('[data-template="curve"]').click()
  await page.waitForSelector('.lamp[data-status="idle"]')
  await page.getByRole("button", { name: "Run all" }).click()
  await page.waitForSelector('[data-cell="fit"][data-state="done"]', { state: "attached", timeout: 60_000 })
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  await page.getByRole("button", { name: "Kaon", exact: true }).click()
  await page.locator('[data-template="digits"] svg').waitFor()
  await page.locator(".welcome .list-row", { hasText: "curve.ipynb" }).click()
  await page.waitForSelector('[data-cell="fit"]')
  await page.locator("[data-template]").first().waitFor({ state: "detached" })
  await page.getByRole("button", { name: "Close curve.ipynb" }).click()
  await rm(path.join(folder, "curve.ipynb"))
  await page.locator(".welcome .list-row", { hasText: "curve.ipynb" }).click()
  await page.getByText("It could not be opened").waitFor()
  await page.getByRole("button", { name: "Kaon", exact: true }).click()
  await page.locator(".welcome .cards").waitFor()
  assert.equal(await page.locator(".welcome .list-row", { hasText: "curve.ipynb" }).count(), 0)
})

test("files that are dropped from the desktop onto the list or a folder are uploaded there; a name that is taken is refused", {
  skip,
}, async () => {
  await using app = await startInterface({}, { files: { "sub/x.txt": "", "here.txt": "old" } })
  const { page, folder } = app
  await row(page, "here.txt").waitFor()
  const drop = async (target: string, name: string, content: string) => {
    const dataTransfer = await page.evaluateHandle(
      given => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([given.content], given.name))
        return transfer
      },
      { name, content },
    )
    for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(target, type, { dataTransfer })
  }
  await drop(".files", "a.csv", "n\n1\n")
  await row(page, "a.csv").waitFor()
  assert.equal(await readFile(path.join(folder, "a.csv"), "utf8"), "n\n1\n")
  await drop('[data-path="sub"]', "b.csv", "n\n2\n")
  await row(page, "b.csv").waitFor()
  assert.equal(await readFile(path.join(folder, "sub/b.csv"), "utf8"), "n\n2\n")
  assert.equal(existsSync(path.join(folder, "b.csv")), false)
  await drop(".files", "here.txt", "new")
  await page.getByRole("alert").getByText("“here.txt” is here already").waitFor()
  assert.equal(await readFile(path.join(folder, "here.txt"), "utf8"), "old")
  assert.equal(await page.locator('.files[data-over="true"]').count(), 0)
})
