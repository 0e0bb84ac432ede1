import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

test("keys are searched, recorded, taken from another command, and put back", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("h")
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await dialog.waitFor()
  await page.keyboard.type("delete cells")
  await page.keyboard.press("Tab")
  await dialog.getByRole("button", { name: "Add keys to: Delete cells" }).focus()
  await page.keyboard.press("Enter")
  await page.keyboard.press("b")
  await dialog.getByText("Now: Insert a cell below").waitFor()
  await page.keyboard.press("Backspace")
  await page.keyboard.press("q")
  await page.keyboard.press("q")
  assert.equal(await dialog.getByLabel("Keys for: Delete cells").inputValue(), "Q, Q")
  await page.keyboard.press("Enter")
  await dialog.locator('[data-command="cell.delete"] kbd').getByText("Q, Q").waitFor()
  assert.equal(
    await dialog
      .getByRole("button", { name: "Add keys to: Delete cells" })
      .evaluate(node => node === document.activeElement),
    true,
  )
  await dialog.getByRole("button", { name: "Remove D, D from: Delete cells" }).click()
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  await page.locator('[data-cell="c1"]').focus()
  for (const key of ["d", "d"]) await page.keyboard.press(key)
  assert.equal(await page.locator("[data-cell]").count(), 2)
  for (const key of ["q", "q"]) await page.keyboard.press(key)
  assert.equal(await page.locator("[data-cell]").count(), 1)
  await page.keyboard.press("p")
  await page.keyboard.type("delete cells")
  assert.equal(await page.locator("#palette-cell\\.delete kbd").innerText(), "Q, Q")
  await page.keyboard.press("Escape")
  await page.reload()
  await page.waitForSelector("[data-cell]")
  await page.getByRole("button", { name: "Settings" }).click()
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click()
  await page.getByRole("button", { name: "Reset the keys of: Delete cells" }).click()
  assert.equal(await dialog.locator('[data-command="cell.delete"] kbd').innerText(), "D, D")
})

test("settings hold at once, on disk, and in another browser", { skip }, async () => {
  const source =
    "const longName = [1, 2, 3].map(value => value * 1000000).filter(value => value > 1000000).reduce((sum, value) => sum + value, 0)"
  await using app = await startInterface({ "a.ipynb": notebook(`${source}\n2`, "1") })
  const { page } = app
  await app.open("a.ipynb")
  await page.keyboard.press("Control+,")
  const theme = page.getByLabel("Theme")
  await theme.selectOption("dark")
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark")
  await page.getByLabel("Line numbers").check()
  await page.getByLabel("Wrap long lines of code").check()
  await page.getByLabel("Size of code").selectOption("large")
  await page.getByLabel("Seconds until it saves").fill("0")
  await page.getByLabel("Seconds until it saves").fill("9")
  const box = await theme.evaluate(node => ({ needs: node.scrollWidth, has: node.clientWidth }))
  assert.ok(box.needs <= box.has, "the theme's name is cut off")
  const cell = page.locator('[data-cell="c1"]')
  const places = (selector: string) =>
    cell.evaluate((node, wanted) => {
      const range = document.createRange()
      const piece = [...node.querySelectorAll(wanted)].findLast(found => found.textContent?.trim() === "2")!
      range.selectNodeContents(piece)
      const { left, top } = range.getBoundingClientRect()
      return { left: Math.round(left), top: Math.round(top), height: node.getBoundingClientRect().height }
    }, selector)
  await page.locator('[data-cell="c2"]').focus()
  const still = await places(".static > span > span")
  await cell.focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  assert.deepEqual(await places(".view-line > span > span"), still)
  const file = path.join(app.folder, ".home/config/kaon.json")
  await page.waitForFunction(async () => (await (await fetch("kaon/settings")).json()).settings.autosaveAfter === 9)
  const kept = JSON.parse(await readFile(file, "utf8"))
  assert.deepEqual([kept.theme, kept.lineNumbers, kept.codeSize], ["dark", true, "large"])
  const other = await page.context().browser()!.newContext()
  const second = await other.newPage()
  await second.goto(app.host.address)
  await second.waitForFunction(() => document.documentElement.dataset.theme === "dark")
  await second.getByRole("button", { name: "Settings" }).click()
  await second.getByLabel("Language").selectOption("zh")
  await second.getByText("主题").waitFor()
  await page.evaluate(() => dispatchEvent(new Event("focus")))
  await page.getByText("主题").waitFor()
})

test("a notebook runs on opening where that is asked for, and an untrusted one does not", { skip }, async () => {
  const foreign = { source: "2", outputs: [{ output_type: "stream", name: "stdout", text: "old" }], execution_count: 1 }
  await using app = await startInterface({ "mine.ipynb": notebook("6 * 7"), "foreign.ipynb": notebook(foreign) })
  const { page } = app
  await page.keyboard.press("Control+,")
  await page.getByLabel("Run all cells on opening").check()
  await page.keyboard.press("Control+b")
  await app.open("mine.ipynb")
  await page.locator(".outputs").getByText("42").waitFor()
  await app.open("foreign.ipynb")
  await page.getByText("This notebook came from elsewhere").waitFor()
  await page.waitForSelector('.lamp[data-status="idle"]')
  assert.equal(await page.locator('[data-cell="c1"]').getAttribute("data-state"), "earlier")
})
