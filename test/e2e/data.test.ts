import assert from "node:assert/strict"
import { globSync } from "node:fs"
import path from "node:path"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { withoutPython } from "../peers/python.ts"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const python = path.resolve(import.meta.dirname, "../../.cache/python")
// The hosts of these tests find the kernels of the tests' own Python too.
process.env.JUPYTER_PATH = path.join(python, "share/jupyter")
const withoutPandas =
  globSync("{lib/*,Lib}/site-packages/pandas", { cwd: python }).length === 0 &&
  "pandas is not in the tests' Python (.cache/python): no data frame was looked at"

async function run(page: Page, cell: string) {
  await page.locator(`[data-cell="${cell}"]`).focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, cell), "done")
}

const cellsOf = (page: Page, row: number) =>
  page.locator(`.viewer [role="row"][aria-rowindex="${row + 2}"] [role="gridcell"]`).allInnerTexts()

test("variables are found, and a million rows open in a grid that sorts, filters and profiles them in the kernel", {
  skip,
}, async t => {
  await using app = await startInterface({
    "a.ipynb": notebook(
      "const many = Array.from({ length: 1_000_000 }, (_, i) => ({ n: (i * 7919) % 1_000_003, word: 'w' + (i % 5) }))\nconst rate = 0.01",
      "many.length = 10",
    ),
  })
  const { page } = app
  await app.open("a.ipynb")
  await run(page, "c1")
  await page.locator('[data-variable="many"]').waitFor()
  await page.getByRole("searchbox", { name: "Filter variables" }).fill("rate")
  await page.locator('[data-variable="many"]').waitFor({ state: "detached" })
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await page.locator(".variables .whole").getByText("0.01").waitFor()
  await page.getByRole("searchbox", { name: "Filter variables" }).fill("")
  await page.locator('[data-variable="many"]').click()
  const grid = page.getByRole("grid", { name: "Table many" })
  await grid.locator('[role="gridcell"]').first().waitFor()
  assert.equal(await grid.getAttribute("aria-rowcount"), "1000001")
  assert.ok((await page.locator(".viewer [role=row]").count()) < 60)
  await grid.focus()
  const begun = performance.now()
  await page.keyboard.press("Enter")
  await page.locator('.viewer [role="columnheader"][aria-sort="ascending"]').waitFor()
  await page.waitForFunction(
    () => document.querySelector('.viewer [aria-rowindex="3"] [role=gridcell]')?.textContent === "1",
  )
  t.diagnostic(`a million rows sorted and drawn in ${Math.round(performance.now() - begun)} ms`)
  await page.keyboard.press("Control+End")
  await page.locator('.viewer [aria-rowindex="1000001"] [role="gridcell"]', { hasText: "1000002" }).waitFor()
  assert.deepEqual(await cellsOf(page, 999_999), ["1000002", (await cellsOf(page, 999_999))[1]])
  const active = await grid.getAttribute("aria-activedescendant")
  assert.equal(await page.locator(`[id="${active}"]`).getAttribute("aria-colindex"), "2")
  await page.keyboard.press("Alt+ArrowDown")
  const card = page.getByRole("region", { name: "Filter and figures of word" })
  await card.getByText("Distinct").waitFor()
  await card.getByRole("textbox").fill("w3")
  await page.keyboard.press("Enter")
  await page.getByText("200,000 of 1,000,000 rows").waitFor()
  await page.keyboard.press("Escape")
  await card.waitFor({ state: "detached" })
  assert.equal(await page.getByRole("dialog", { name: "Table many" }).count(), 1, "Escape closes one thing at a time")
  await page.keyboard.press("Escape")
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await run(page, "c2")
  await page.locator('[data-variable="many"]').getByText("Array 10").waitFor()
  assert.deepEqual(app.complaints, [])
})

test("what is selected in a grid is copied as tab-separated text, and keys of the notebook do nothing there", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("const rows = Array.from({ length: 300 }, (_, i) => ({ n: i, text: 'line\\t' + i }))\nrows"),
  })
  const { page } = app
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  await app.open("a.ipynb")
  await run(page, "c1")
  const grid = page.locator('[data-cell="c1"] [role="grid"]')
  await grid.waitFor()
  await grid.focus()
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Shift+ArrowDown")
  await page.keyboard.press("Shift+ArrowRight")
  for (const key of ["d", "d", "x", "b"]) await page.keyboard.press(key)
  assert.equal(await page.locator("[data-cell]").count(), 1)
  await page.keyboard.press("Control+c")
  await page.getByText("2 rows copied").waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '0\t"line\t0"\n1\t"line\t1"')
})

const frames = [
  {
    name: "a data frame of pandas",
    left: withoutPython || withoutPandas,
    source:
      "import pandas as pd\nframe = pd.DataFrame({'n': range(5000), 'word': ['w' + str(i % 5) for i in range(5000)]}, index=range(100, 5100))",
  },
  {
    name: "a list of dicts of Python",
    left: withoutPython,
    source: "frame = [{'n': i, 'word': 'w' + str(i % 5)} for i in range(5000)]",
  },
]
for (const { name, left, source } of frames) {
  test(`${name} opens in the grid and is sorted and filtered in its kernel`, { skip: skip || left }, async () => {
    const book = notebook(source)
    book.metadata.kernelspec = { name: "python3", display_name: "Python 3", language: "python" }
    await using app = await startInterface({ "a.ipynb": book })
    const { page } = app
    await app.open("a.ipynb")
    await run(page, "c1")
    await page.locator('[data-variable="frame"]').click()
    const grid = page.getByRole("grid", { name: "Table frame" })
    await grid.locator('[role="gridcell"]').first().waitFor()
    assert.equal(await grid.getAttribute("aria-rowcount"), "5001")
    await grid.getByRole("columnheader", { name: /^n\b/ }).click()
    await grid.focus()
    await page.keyboard.press("Control+End")
    await page.locator('.viewer [aria-rowindex="5001"] [role="gridcell"]', { hasText: "4999" }).waitFor()
    await page.keyboard.press("Alt+ArrowDown")
    const card = page.getByRole("region", { name: "Filter and figures of word" })
    await card.getByText("Distinct").waitFor()
    await card.getByRole("textbox").fill("w3")
    await page.keyboard.press("Enter")
    await page.getByText("1,000 of 5,000 rows").waitFor()
    assert.deepEqual(app.complaints, [])
  })
}
