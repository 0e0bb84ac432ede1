import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { notebook, saved, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const row = (page: Page, name: string) => page.getByRole("treeitem", { name })
const text = (page: Page) =>
  page.evaluate(() => document.querySelector(".view-lines")?.textContent?.replaceAll("\u00a0", " "))

test("a text file is searched and replaced in its editor, and the status bar says whether it is saved", {
  skip,
}, async () => {
  const files = { "n.txt": "one apple, two apples", "other.txt": "other" }
  await using app = await startInterface({ "a.ipynb": notebook("1") }, { files })
  const { page, folder } = app
  await row(page, "n.txt").click()
  await page.waitForFunction(() => document.querySelector(".view-lines")?.textContent?.includes("apple"))
  await page.locator("footer").getByText("saved", { exact: true }).waitFor()
  await page.locator("footer").getByText("Ln 1, Col 1").waitFor()
  await page.locator("[data-text-view] .view-lines").click()
  await page.keyboard.press("Control+f")
  const widget = page.locator(".find-widget.visible")
  await widget.waitFor()
  await page.waitForFunction(() => document.activeElement?.closest(".find-widget") !== null)
  await page.keyboard.type("apple")
  await widget.getByText("of 2").waitFor()
  await widget.getByRole("textbox", { name: "Replace" }).fill("pear")
  await widget.getByRole("button", { name: /^Replace All/ }).click()
  await page.waitForFunction(() => document.querySelector(".view-lines")?.textContent?.includes("two"))
  assert.equal(await text(page), "one pear, two pears")
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  await widget.waitFor({ state: "hidden" })
  await page.keyboard.press("Control+s")
  await saved(page)
  assert.equal(await readFile(path.join(folder, "n.txt"), "utf8"), "one pear, two pears")
  // A notebook beside it is searched over its cells, as before.
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+f")
  await page.getByRole("complementary", { name: "Find and replace" }).waitFor()
  assert.equal(await page.locator(".find-widget.visible").count(), 0)
  assert.deepEqual(app.complaints, [])
})

test("bytes are said to be bytes, with their size and a way to get them; JSON of any depth is a tree", {
  skip,
}, async () => {
  const deep = "[".repeat(3000) + "]".repeat(3000)
  const files = { "bytes.bin": "a\0b", "deep.json": deep, "broken.json": '{"a": 1,,}' }
  await using app = await startInterface({}, { files })
  const { page } = app
  await row(page, "bytes.bin").click()
  await page.getByText("BIN file, 3 B").waitFor()
  assert.equal(await page.locator("[data-text-view]").count(), 0)
  const downloading = page.waitForEvent("download")
  await page.getByRole("button", { name: "Download it" }).click()
  assert.equal(await readFile(await (await downloading).path(), "utf8"), "a\0b")
  await row(page, "deep.json").click()
  const tree = page.getByRole("tree", { name: "JSON" })
  await tree.getByRole("treeitem").nth(1).click()
  await page.waitForFunction(() => document.querySelectorAll(".json [role=treeitem]").length === 3)
  await row(page, "broken.json").click()
  await page.getByText("This is not valid JSON").waitFor()
  assert.deepEqual(app.complaints, [])
})

test("an address opens its file, shows it in the tree, and one that names nothing says so with a way out", {
  skip,
}, async () => {
  const files = { "deep/er/n.txt": "found" }
  await using app = await startInterface({ "a.ipynb": notebook("1") }, { files })
  const { page } = app
  await row(page, "a.ipynb").waitFor()
  await page.evaluate(() => {
    location.hash = "#deep/er/n.txt"
  })
  await page.waitForFunction(() => document.querySelector(".view-lines")?.textContent === "found")
  await row(page, "n.txt").waitFor()
  assert.equal(await row(page, "n.txt").getAttribute("aria-level"), "3")
  await page.evaluate(() => {
    location.hash = "#nothing.ipynb"
  })
  await page.getByRole("alert").getByText("It could not be opened").waitFor()
  await page.getByRole("alert").getByRole("button", { name: "Close" }).click()
  await page.locator('.tab[data-selected="true"]', { hasText: "n.txt" }).waitFor()
  // Half of a percent sign is no address of anything, and no reason to show nothing.
  await page.evaluate(() => {
    location.hash = "#%E0%A4%A"
  })
  await page.reload()
  await page.locator('.tab[data-selected="true"]', { hasText: "n.txt" }).waitFor()
  assert.deepEqual(
    app.complaints.filter(complaint => !complaint.includes("404")),
    [],
  )
})
