import assert from "node:assert/strict"
import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { ended, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const digits = JSON.parse(await readFile(path.resolve(import.meta.dirname, "../../workspaces/digits.ipynb"), "utf8"))

test("the digits run by one button: curves move while they train, the gate is met, the service answers", {
  skip,
}, async () => {
  await using app = await startInterface({ "digits.ipynb": digits })
  const { page } = app
  await app.open("digits.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  const train = page.locator('.node[data-node="train"]')
  await page.waitForSelector('.node.running[data-node="train"]', { timeout: 60_000 })
  await train.getByRole("button").click()
  const curve = page.locator('[data-cell="train"] .curves path[stroke-width]').first()
  await curve.waitFor({ timeout: 60_000 })
  const early = await curve.getAttribute("d")
  await page.waitForFunction(
    before => document.querySelector('[data-cell="train"] .curves path[stroke-width]')?.getAttribute("d") !== before,
    early,
  )
  assert.match(await page.locator('[data-cell="train"] .phrase').innerText(), /^running/)
  await page.waitForSelector('.node.done[data-node="deploy"]', { timeout: 120_000 })
  await page.locator('.node[data-node="eval"] button').click()
  assert.equal(await page.locator('[data-cell="eval"] .gate.missed').count(), 0)
  await page.locator('[data-cell="eval"] .gate').waitFor()
  await page.locator('.node[data-node="deploy"] button').click()
  assert.match(await page.locator('[data-cell="deploy"] .service a').innerText(), /^http:\/\/127\.0\.0\.1:/)
  await page.locator('[data-cell="request"]').waitFor()
  assert.equal(await ended(page, "request"), "done")
  assert.deepEqual(app.complaints, [])
})

test("a change of a cell makes what depends on it stale, and running the stale ones brings it up to date", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("const a = 1", "const b = a + 1", "b * 2", "'apart'") })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  assert.equal(await ended(page, "c4"), "done")
  await page.locator('[data-cell="c1"] .static').click()
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.press("Control+a")
  await page.keyboard.type("const a = 20")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Run stale 3" }).click()
  await page.getByRole("button", { name: "Run stale" }).waitFor({ state: "detached" })
  assert.equal((await page.locator('[data-cell="c3"] .outputs').innerText()).trim(), "42")
})

test("a page that is reloaded in the middle of a run loses no line and shows none twice", { skip }, async () => {
  // It goes on until it is told, however long the reloads take.
  const source = `import { existsSync } from "node:fs"
for (let i = 0; !existsSync("enough"); i++) { console.log('line ' + i); await new Promise(r => setTimeout(r, 50)) }`
  await using app = await startInterface({ "a.ipynb": notebook(source) })
  const { page, folder } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  await page.getByText("line 8").waitFor()
  await page.reload()
  await page.waitForSelector('[data-cell="c1"][data-state="running"]')
  await page.getByText("line 30").waitFor()
  await page.reload()
  await page.waitForSelector('[data-cell="c1"][data-state="running"]')
  await writeFile(path.join(folder, "enough"), "")
  assert.equal(await ended(page, "c1"), "done")
  const lines = (await page.locator('[data-cell="c1"] .terminal').innerText()).trim().split("\n")
  assert.deepEqual(
    lines,
    lines.map((_, index) => `line ${index}`),
  )
})
