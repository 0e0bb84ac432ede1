import assert from "node:assert/strict"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { focused, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

/**
 * Presses keys one after another within one turn of the page, as a busy machine hands them over: promises are kept between them, as
 * after every event, but no timer, no frame and no other task.
 */
const together = (page: Page, keys: readonly string[]) =>
  page.evaluate(async pressed => {
    for (const name of pressed) {
      const [key = "", ...modifiers] = name.split("+").reverse()
      const target = document.activeElement ?? document.body
      const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key
      const event = new KeyboardEvent("keydown", {
        key,
        code,
        ctrlKey: modifiers.includes("Control"),
        bubbles: true,
        cancelable: true,
      })
      const taken = !target.dispatchEvent(event)
      // What a browser does by itself with a letter in a field.
      if (!taken && key.length === 1 && target instanceof HTMLInputElement)
        document.execCommand("insertText", false, key)
      for (let turns = 0; turns < 5; turns++) await null
    }
  }, keys)

for (const [name, keys] of [
  ["a panel", ["Control+b", "d", "d"]],
  ["the settings", ["Control+,", "d", "d"]],
  ["the shortcuts", ["h", "d", "d"]],
  ["the palette", ["Control+k", "d", "d"]],
  ["the search", ["Control+f", "d", "d"]],
] as const) {
  test(`keys typed right after ${name} was opened are no commands of the notebook`, { skip }, async () => {
    await using app = await startInterface({ "a.ipynb": notebook("1", "2", "3") })
    const { page } = app
    await app.open("a.ipynb")
    // The files are open to begin with; a second press would close them.
    await page.getByRole("button", { name: "Outline" }).click()
    await page.locator('[data-cell="c1"]').focus()
    await together(page, keys)
    assert.notEqual(await focused(page), "c1")
    assert.equal(await page.locator("[data-cell]").count(), 3)
  })
}

test("a command of the palette has the focus before the next key", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2", "3") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("Find and replace")
  await together(page, ["Enter", "d", "d"])
  assert.equal(await page.getByLabel("Find", { exact: true }).inputValue(), "dd")
  assert.equal(await page.locator("[data-cell]").count(), 3)
  await page.keyboard.press("Control+k")
  await page.keyboard.type("Settings")
  await together(page, ["Enter"])
  assert.equal(await page.evaluate(() => document.activeElement?.id), "set-theme")
})

test("a box that asks keeps the focus, whatever asks for it behind", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("h")
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await dialog.waitFor()
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-cell="c1"]')?.focus())
  assert.equal(await dialog.evaluate(node => node.contains(document.activeElement)), true)
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  assert.equal(await focused(page), "c1")
})
