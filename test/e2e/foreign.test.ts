import assert from "node:assert/strict"
import { test } from "node:test"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

async function write(page: Awaited<ReturnType<typeof startInterface>>["page"], cell: string, text: string) {
  await page.locator(`[data-cell="${cell}"] .static`).click()
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.press("Control+a")
  await page.keyboard.insertText(text)
}

test("a SQL cell is written with the names of other cells, runs, shows its rows, and its table is typed below", {
  skip,
}, async () => {
  const sales =
    'const sales = [{ city: "Basel", amount: 3 }, { city: "Bern", amount: 5 }, { city: "Basel", amount: 4 }]'
  await using app = await startInterface({
    "a.ipynb": notebook(
      sales,
      "%%sql totals\nSELECT city, sum(amount) AS whole\nFROM sales GROUP BY ALL ORDER BY city",
      "(await totals.count())",
      "%%sql\n",
    ),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  assert.equal(await ended(page, "c3"), "done")
  const grid = page.locator('[data-cell="c2"] .outputs')
  await grid.getByText("Basel").waitFor()
  assert.match(await grid.innerText(), /7/)
  assert.equal(await page.locator('[data-cell="c2"] .cell-head .name').innerText(), "totals")
  await page.locator('.node[data-node="c2"]').waitFor()
  await write(page, "c4", "%%sql\nSELECT wh FROM totals")
  for (let i = 0; i < " FROM totals".length; i++) await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("Control+Space")
  await page.locator(".suggest-widget.visible").getByText("whole").first().waitFor()
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  assert.deepEqual(app.complaints, [])
})

test("a notebook that asks for it runs what depends on a cell after it, but no training; the wish is kept with it", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("const a = 1", "const b = a + 1", "b * 2", "%%train b\nconst trained = b", "'apart'"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  assert.notEqual(await ended(page, "c4"), "done")
  const runs = page.locator(".rerun").getByRole("button", { name: "runs" })
  await runs.click()
  assert.equal(await runs.getAttribute("aria-pressed"), "true")
  await write(page, "c1", "const a = 20")
  await page.keyboard.press("Control+Enter")
  await page.waitForFunction(() => document.querySelector('[data-cell="c3"] .outputs')?.textContent?.trim() === "42")
  await page.keyboard.press("Escape")
  await page.locator(".rerun").getByRole("button", { name: "is marked" }).click()
  await write(page, "c1", "const a = 30")
  await page.keyboard.press("Control+Enter")
  await page.getByRole("button", { name: /Run stale 3/ }).waitFor()
  assert.equal((await page.locator('[data-cell="c3"] .outputs').innerText()).trim(), "42")
  assert.deepEqual(app.complaints, [])
})
