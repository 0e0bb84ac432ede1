import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const identity = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" }
const git = (folder: string, ...args: string[]) =>
  execFileSync("git", args, { cwd: folder, env: { ...process.env, ...identity }, stdio: "pipe" })

async function perform(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k")
  await page.keyboard.type(name)
  await page.keyboard.press("Enter")
}
const kinds = (page: Page) =>
  page.locator("[data-change]").evaluateAll(found => found.map(cell => (cell as HTMLElement).dataset.kind))

test("a notebook is compared with the last commit by cell and by word, and one cell is put back by keyboard", {
  skip,
}, async () => {
  const many = Array.from({ length: 40 }, (_, index) => `steady${index}()`)
  await using app = await startInterface({ "a.ipynb": notebook("const epochs = 20", "gone()", ...many) })
  const { page, folder } = app
  git(folder, "init", "-q")
  git(folder, "add", "a.ipynb")
  git(folder, "commit", "-q", "-m", "First words")
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-editor="ready"]')
  await page.keyboard.press("Control+End")
  await page.keyboard.press("Backspace")
  await page.keyboard.press("Backspace")
  await page.keyboard.type("30")
  await page.keyboard.press("Escape")
  await page.keyboard.press("j")
  await page.keyboard.press("x")
  await perform(page, "Compare with the last commit")
  await page.getByText("First words").waitFor()
  await page.locator("[data-change]").first().waitFor()
  assert.deepEqual(await kinds(page), ["changed", "removed"])
  assert.deepEqual(await page.locator(".compare mark").allTextContents(), ["20", "30"])
  await page.getByText("40 unchanged cells").waitFor()
  // A cell that is gone is called by the number that it had.
  await page.getByRole("article", { name: "Cell 2, code: removed" }).waitFor()
  await page.keyboard.press("n")
  await page.keyboard.press("n")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await page.waitForFunction(() => document.querySelectorAll("[data-change]").length === 1)
  await page.getByRole("button", { name: "Put this back" }).click()
  await page.getByText("No cell differs.").waitFor()
  await page.keyboard.press("Escape")
  await page.waitForSelector('[data-cell="c2"]')
  const texts = await page.locator(".cell .static").allTextContents()
  assert.deepEqual(
    texts.slice(0, 2).map(text => text.trim()),
    ["const epochs = 20", "gone()"],
  )
  assert.deepEqual(app.complaints, [])
})

test("saving keeps what was before: the comparison with the checkpoint says what changed since", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "2") })
  const { page } = app
  await app.open("a.ipynb")
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("b")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  await perform(page, "Compare with the last checkpoint")
  await page.locator('[data-change][data-kind="added"]').waitFor()
  // Keys that would change cells wait while the notebook is not seen.
  await page.keyboard.press("d")
  await page.keyboard.press("d")
  await page.getByLabel("Compare with").selectOption("disk")
  await page.getByText("No cell differs.").waitFor()
  await page.getByLabel("Compare with").selectOption("head")
  await page.getByText("There is nothing to compare with").waitFor()
  await page.getByRole("button", { name: "Back to the notebook" }).click()
  await page.waitForFunction(() => document.querySelectorAll("[data-cell]").length === 3)
})
