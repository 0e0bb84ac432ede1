import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

const enter = async (page: Page, cell: string, text: string) => {
  await page.locator(`[data-cell="${cell}"]`).focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector(`[data-cell="${cell}"] [data-editor="ready"]`)
  await page.keyboard.press("Control+End")
  await page.keyboard.type(text)
}
const save = async (page: Page) => {
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
}
const shows = (page: Page, cell: string, text: string) =>
  page.locator(`[data-cell="${cell}"]`).getByText(text).first().waitFor()

test("two windows on one notebook share its kernel and follow each other's edits and outputs", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("const shared = 20", "shared + 1", "'last'") })
  const { page } = app
  await app.open("a.ipynb")
  const other = await app.window()
  await other.waitForSelector("[data-cell]")
  await other.waitForSelector('.lamp[data-status="idle"]')
  await enter(page, "c1", " + 20")
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c1"), "done")
  await save(page)
  await shows(other, "c1", "const shared = 20 + 20")
  await other.locator('[data-cell="c2"]').focus()
  await other.keyboard.press("Control+Enter")
  assert.equal(await ended(other, "c2"), "done")
  await shows(other, "c2", "41")
  await save(other)
  await shows(page, "c2", "41")
})

test("two windows that edit different cells at once lose neither edit", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2", "3") })
  const { page, folder } = app
  await app.open("a.ipynb")
  const other = await app.window()
  await other.waitForSelector('.lamp[data-status="idle"]')
  await Promise.all([enter(page, "c1", " + 100"), enter(other, "c3", " + 300")])
  await Promise.all([page.keyboard.press("Control+s"), other.keyboard.press("Control+s")])
  const text = async () => await readFile(path.join(folder, "a.ipynb"), "utf8")
  // Who saves second is asked; which of the two that is, nobody knows.
  const settled = async (each: Page) => {
    const both = Promise.all([shows(each, "c1", "1 + 100"), shows(each, "c3", "3 + 300")])
    const merge = each.getByRole("button", { name: "Merge by cell" }).click({ timeout: 60_000 })
    await Promise.race([both, merge])
    merge.catch(() => {})
    await both
  }
  await Promise.all([settled(page), settled(other)])
  await save(page)
  assert.match(await text(), /1 \+ 100/)
  assert.match(await text(), /3 \+ 300/)
})
