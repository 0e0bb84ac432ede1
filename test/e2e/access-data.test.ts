import assert from "node:assert/strict"
import { test } from "node:test"
import { audit } from "./axe.ts"
import { ended, type Interface, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

const cells = [
  "const rows = Array.from({ length: 300 }, (_, n) => ({ n, word: 'w' + (n % 5) }))\nconst deep = { list: [1, 2] }\nrows",
  "for (let line = 0; line < 3000; line++) console.log(line)",
  "display({ 'application/json': { deep: { list: [1, 2], text: 'x', none: null } } })",
]
const files = {
  "t.csv": "name,count\nada,1\n",
  "j.json": '{"deep":{"list":[1,2]}}',
  "n.txt": "one\n",
}
/** The views that show data and versions: grids, trees, long output, comparisons, and files that are no notebooks. */
async function everyView(app: Interface, narrow: boolean): Promise<Record<string, string[]>> {
  const { page } = app
  const { found, look } = audit(page)
  const panels = async () => {
    if (narrow) await page.getByRole("button", { name: "Open the panels" }).click()
  }
  const openFile = async (name: string, shown: string) => {
    await panels()
    await page.getByRole("treeitem", { name }).click()
    await page.locator(shown).first().waitFor()
    await look(name)
  }
  await panels()
  await look("files")
  await page.getByRole("treeitem", { name: "n.txt" }).click({ button: "right" })
  await page.getByRole("menu").waitFor()
  await look("menu of a file")
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  await panels()
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("End")
  for (const cell of ["c3", "c2", "c1"]) {
    await page.keyboard.press("Control+Enter")
    assert.equal(await ended(page, cell), "done")
    if (cell !== "c1") await page.keyboard.press("k")
    if (cell === "c3") await look("JSON tree")
    if (cell !== "c2") continue
    await page.locator('[data-cell="c2"]').getByRole("button", { name: "Show all" }).click()
    await page.locator(".reel", { hasText: /10\s*11/ }).waitFor()
    await look("all lines of an output")
  }
  await page.locator('[data-cell="c1"] [role="gridcell"]').first().waitFor()
  await look("grid")
  if (narrow) await page.getByRole("button", { name: "Pipeline and variables" }).click()
  await page.locator('[data-variable="deep"]').click()
  await page.locator(".variables .whole").waitFor()
  await look("variables")
  await page.locator('[data-variable="rows"]').click()
  const grid = page.getByRole("grid", { name: "Table rows" })
  await grid.locator('[role="gridcell"]').first().waitFor()
  await grid.focus()
  await page.keyboard.press("Alt+ArrowDown")
  await page.getByRole("region", { name: "Filter and figures of n" }).getByText("Distinct").waitFor()
  await look("figures of a column")
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  if (narrow) await page.keyboard.press("Escape")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("x")
  await page.keyboard.press("Control+k")
  await page.keyboard.type("Compare with the file on disk")
  await page.keyboard.press("Enter")
  await page.locator('[data-change][data-kind="removed"]').waitFor()
  await look("comparison")
  await page.keyboard.press("Escape")
  await openFile("t.csv", '.preview [role="gridcell"]')
  await openFile("j.json", ".preview .json")
  await openFile("n.txt", "[data-text-view] .monaco-editor")
  return found
}

for (const theme of ["light", "dark", "contrast"] as const) {
  for (const width of [1280, 400]) {
    test(`axe finds nothing against views of data, versions and files in the ${theme} theme at ${width} pixels`, {
      skip,
    }, async () => {
      // Not saved by itself: the comparison with the file on disk must find a change.
      const settings = { theme, autosave: false }
      await using app = await startInterface({ "a.ipynb": notebook(...cells) }, { width, height: 860, files, settings })
      await app.page.waitForSelector(`[data-theme="${theme}"] .welcome`)
      assert.deepEqual(await everyView(app, width < 900), {})
    })
  }
}
