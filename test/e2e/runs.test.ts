import assert from "node:assert/strict"
import { test } from "node:test"
import type { RunRecord } from "../../kernel/contracts/runs/record.ts"
import { violations } from "./axe.ts"
import { asked, notebook, saved, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

const training = (rate: number) =>
  notebook(
    `%%params\nconst rate = ${rate}`,
    `%%data iris
import source from "kaon:datasets/iris"
const iris = await source.load().scale("standard").split({ stratify: "species", seed: 1 })`,
    `%%model net --seed 1
const net = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: "softmax" })] })`,
    "%%train net\nconst trained = await fit(net, iris, { epochs: 6, optimizer: tf.train.adam(rate) })",
    "%%eval\nconst report = await evaluate(trained, iris.test)\nexpect(report.accuracy).atLeast(0.1)",
  )

test("runs are recorded from the notebook, compared, read step by step, and taken away", {
  skip,
  timeout: 120_000,
}, async () => {
  await using app = await startInterface({ "line.ipynb": training(0.1) })
  const { page } = app
  await app.open("line.ipynb")
  await page.click('nav.rail button[aria-label="Runs"]')
  await page.click('.side-panel button:has-text("Record a run")')
  const detail = page.locator(".runs-page")
  await detail.getByRole("heading", { name: "Run 1" }).waitFor()
  await detail.locator('.run-title .lamp[data-status="idle"]').waitFor({ timeout: 60_000 })
  assert.equal(await detail.locator(".run-step").count(), 5)
  assert.match((await detail.locator(".run-facts").textContent()) ?? "", /as in the notebook/)
  await detail.locator(".run-step .gate").waitFor()
  const { runs } = await asked<{ runs: { id: string }[] }>(app, "/kaon/runs")
  const { steps } = await asked<RunRecord>(app, `/kaon/runs/${runs[0]!.id}`)
  assert.equal(steps[3]!.metrics[0]!.rows.length, 6, "every epoch is in the record")

  // Another rate, by hand, and the second run from the palette.
  await page.click('.tab button:has-text("line.ipynb")')
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Enter")
  await page.locator('[data-cell="c1"] .monaco-editor').waitFor()
  await page.keyboard.press("ControlOrMeta+End")
  await page.keyboard.press("Backspace")
  await page.keyboard.type("5")
  await page.keyboard.press("Escape")
  await saved(page)
  await page.click('.side-panel button:has-text("Record a run")')
  await detail.getByRole("heading", { name: "Run 2" }).waitFor()
  await detail.locator('.run-title .lamp[data-status="idle"]').waitFor({ timeout: 60_000 })

  await detail.getByRole("button", { name: "All runs" }).click()
  const table = detail.locator(".runs-table")
  await table.getByRole("row").nth(2).waitFor()
  assert.equal(await table.locator("tbody tr").count(), 2)
  assert.equal(await table.locator("input:checked").count(), 2, "the two latest stand side by side at first")
  await detail.locator(".runs-chart .legend li").nth(1).waitFor()
  assert.match((await detail.locator(".compared").textContent()) ?? "", /const rate = 0\.5/)
  assert.deepEqual(await violations(page), [])
  // A letter here is no command of the notebook behind.
  await page.keyboard.press("d")
  await page.keyboard.press("d")

  await table.getByRole("button", { name: /Run 1/ }).click()
  await detail.getByRole("button", { name: "Remove this run" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await table.locator("tbody tr").first().waitFor()
  await page.waitForFunction(() => document.querySelectorAll(".runs-table tbody tr").length === 1)
  await detail.getByRole("button", { name: "Close the runs" }).click()
  assert.equal(await page.locator("[data-cell]").count(), 5, "the notebook is as it was")
  assert.deepEqual(app.complaints, [])
})
