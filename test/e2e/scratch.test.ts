import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { ended, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

test("a notebook from nothing: made, written with completion and types, run, renamed, reloaded, still there", {
  skip,
}, async () => {
  await using app = await startInterface({})
  const { page, folder } = app
  await page.getByRole("button", { name: /^Empty/ }).click()
  await page.waitForSelector('.lamp[data-status="idle"]')
  await page.locator("[data-cell]").first().focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.type("const person = { name: 'Ada', born: 1815 }")
  await page.keyboard.press("Shift+Enter")
  const first = await page.locator("[data-cell]").first().getAttribute("data-cell")
  assert.equal(await ended(page, first!), "done")
  await page.waitForSelector('.cell.editing [data-editor="ready"]')
  await page.keyboard.type("person.bo")
  const item = page.locator(".suggest-widget.visible .monaco-list-row").first()
  await item.getByText("(property) born: number").waitFor()
  await page.keyboard.press("Enter")
  await page.keyboard.type(" + 1")
  await page.keyboard.press("Control+Enter")
  const second = await page.locator(".cell.active").getAttribute("data-cell")
  assert.equal(await ended(page, second!), "done")
  await page.locator(".side-panel .list-row", { hasText: "Untitled.ipynb" }).focus()
  await page.keyboard.press("F2")
  await page.locator(".naming input").fill("ada.ipynb")
  await page.keyboard.press("Enter")
  await page.locator(".tab", { hasText: "ada.ipynb" }).waitFor()
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  await page.reload()
  await page.locator(".outputs").getByText("1816").waitFor()
  const { cells } = JSON.parse(await readFile(path.join(folder, "ada.ipynb"), "utf8"))
  assert.deepEqual(
    cells.slice(0, 2).map(({ source }: { source: string | string[] }) => [source].flat().join("")),
    ["const person = { name: 'Ada', born: 1815 }", "person.born + 1"],
  )
})
