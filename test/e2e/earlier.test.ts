import assert from "node:assert/strict"
import { test } from "node:test"
import { ended, notebook, saved, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const stages = notebook("%%params\nconst size = 3", "size + 1", "'apart'")

test("after a restart nothing is said to be in memory, and one press runs what a cell needs and the cell", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": stages })
  const { page } = app
  const state = (cell: string) => page.locator(`[data-cell="${cell}"]`).getAttribute("data-state")
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  assert.equal(await ended(page, "c3"), "done")
  await page.waitForSelector('.node.done[data-node="c1"]')
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("0")
  await page.keyboard.press("0")
  await page.getByRole("button", { name: "Restart", exact: true }).click()
  await page.waitForSelector('.lamp[data-status="idle"]')
  await page.waitForSelector('.node.earlier[data-node="c1"]')
  assert.deepEqual(await Promise.all(["c1", "c2", "c3"].map(state)), ["earlier", "earlier", "earlier"])
  assert.match(await page.locator('[data-node="c1"] em').innerText(), /earlier run/)
  assert.match((await page.locator('[data-cell="c1"] .phrase').getAttribute("title")) ?? "", /not in the kernel now/)
  await page.locator('[data-cell="c2"]').getByRole("button", { name: "needs params first" }).click()
  assert.equal(await ended(page, "c2"), "done")
  await page.waitForSelector('.node.done[data-node="c1"]')
  assert.equal(await state("c3"), "earlier")
  assert.deepEqual(app.complaints, [])
})

test("a notebook opened with its saved outputs and a fresh kernel says so; another window of the same kernel does not", {
  skip,
}, async () => {
  const outputs = [{ output_type: "stream", name: "stdout", text: "of last week" }]
  const book = notebook({ source: "const before = 1", execution_count: 7, outputs }, "before + 1")
  await using app = await startInterface({ "a.ipynb": book })
  const { page } = app
  await app.open("a.ipynb")
  await page.waitForSelector('[data-cell="c1"][data-state="earlier"]')
  await page.getByRole("button", { name: "needs before first" }).waitFor({ state: "attached" })
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("what it needs first")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "Trust and run" }).click()
  assert.equal(await ended(page, "c2"), "done")
  assert.equal((await page.locator('[data-cell="c2"] .outputs').innerText()).trim(), "2")
  await saved(page)
  const other = await app.window()
  await app.open("a.ipynb", other)
  await other.waitForSelector('[data-cell="c1"][data-state="done"]')
})

test("the status bar says that nothing is loaded to compute with, until a cell has computed", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1 + 1", "tf.scalar(1).dataSync()[0]") })
  const { page } = app
  await app.open("a.ipynb")
  const computing = page.locator(".status button", { hasText: "TensorFlow" })
  await computing.filter({ hasText: "not loaded yet" }).waitFor()
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c2"), "done")
  await computing.filter({ hasText: /\d+ threads?$/ }).waitFor()
  await computing.click()
  await page.getByRole("dialog").waitFor()
  assert.equal(await page.getByText("nothing is loaded").count(), 0)
})
