import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const digits: { cells: { id: string; source: string | string[] }[] } = JSON.parse(
  await readFile(path.resolve(import.meta.dirname, "../../workspaces/digits.ipynb"), "utf8"),
)
const sourceOf = (id: string) => [digits.cells.find(cell => cell.id === id)!.source].flat().join("")

test("the status bar says what computes tensors; a press says why, and copies the one command that changes it", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1") })
  const { page } = app
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  await app.open("a.ipynb")
  const shown = page.locator("footer").getByTitle("What computes tensors")
  assert.equal(await shown.innerText(), "TensorFlow.js · not loaded yet")
  await shown.click()
  const dialog = page.getByRole("dialog", { name: "What computes tensors" })
  await dialog.getByText("it is not installed").waitFor()
  await dialog.getByRole("button", { name: "Copy the command" }).click()
  await dialog.getByRole("button", { name: "Copied" }).waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "kaon setup native")
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  assert.deepEqual(app.complaints, [])
})

test("a service that a cell deployed stands in its panel and is stopped there; plugins stand in theirs with their rights", {
  skip,
}, async () => {
  const cells = [
    sourceOf("params").replace(/epochs = \d+/, "epochs = 1"),
    sourceOf("data"),
    sourceOf("model"),
    sourceOf("train"),
    sourceOf("deploy"),
  ]
  await using app = await startInterface({ "a.ipynb": notebook(...cells) })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Deployments", exact: true }).click()
  const panel = page.getByRole("complementary", { name: "Deployments" })
  await panel.getByText("No service runs").waitFor()
  await page.getByRole("button", { name: "Run all" }).click()
  const link = panel.getByRole("link", { name: /^http:\/\/127\.0\.0\.1:\d+/ })
  await link.waitFor({ timeout: 60_000 })
  const address = await link.innerText()
  assert.equal((await fetch(address)).status, 200)
  await panel.getByRole("button", { name: "Stop digits" }).click()
  await panel.getByText("stopped", { exact: true }).waitFor()
  assert.equal(await panel.getByRole("link").count(), 0)
  await assert.rejects(fetch(address))
  await page.getByRole("button", { name: "Plugins", exact: true }).click()
  const plugins = page.getByRole("complementary", { name: "Plugins" })
  await plugins.getByText("dataset-digits").waitFor()
  await plugins.getByText("kaon:datasets/digits").waitFor()
  await plugins.getByText("no network · no files").first().waitFor()
  await plugins.getByText(/^network: storage\.googleapis\.com/).waitFor()
  await page.getByRole("button", { name: "Runs", exact: true }).click()
  await page.getByRole("complementary", { name: "Runs" }).getByRole("button", { name: "Record a run" }).waitFor()
  await page.locator('.node.done[data-stage="deploy"]').waitFor()
  assert.deepEqual(app.complaints, [])
})
