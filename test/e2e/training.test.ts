import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { asked, ended, type Interface, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

interface SavedCell {
  id: string
  source: string | string[]
  outputs: Record<string, unknown>[]
}
const root = path.resolve(import.meta.dirname, "../..")
const digits: { cells: SavedCell[] } = JSON.parse(await readFile(path.join(root, "workspaces/digits.ipynb"), "utf8"))
const sourceOf = (id: string) => [digits.cells.find(cell => cell.id === id)!.source].flat().join("")

/** The digits up to their training, for so many epochs. */
const training = (epochs: number) =>
  notebook(
    sourceOf("params").replace(/epochs = \d+/, `epochs = ${epochs}`),
    sourceOf("data"),
    sourceOf("model"),
    `console.log("before")\n${sourceOf("train").replace(/^%%.*\n/, "")}`,
    "trained.history ?? Object.keys(trained)",
  )

const points = '[data-cell="c4"] .curves path[stroke-width]'

async function intoTraining(app: Interface): Promise<void> {
  const { page } = app
  await app.open("a.ipynb")
  for (const cell of ["c1", "c2", "c3", "c4"]) {
    await page.locator(`[data-cell="${cell}"]`).focus()
    await page.keyboard.press("Control+Enter")
  }
  await page.locator(points).first().waitFor({ timeout: 60_000 })
}

const savedCell = async (app: Interface, id: string): Promise<SavedCell> => {
  const { page, folder } = app
  await page.locator(`[data-cell="${id}"]`).focus()
  await page.keyboard.press("Control+s")
  await page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")
  const { cells }: { cells: SavedCell[] } = JSON.parse(await readFile(path.join(folder, "a.ipynb"), "utf8"))
  return cells.find(cell => cell.id === id)!
}

interface Known {
  executions: { request: string; cell?: string }[]
}

test("reloaded twice in the middle of training, the page has every point and line that the kernel sent, each once", {
  skip,
}, async () => {
  // It trains until it is stopped, however long the reloads take.
  await using app = await startInterface({ "a.ipynb": training(4000) })
  const { page } = app
  await intoTraining(app)
  for (let reload = 0; reload < 2; reload++) {
    await page.reload()
    const curve = page.locator(points).first()
    await curve.waitFor({ timeout: 60_000 })
    const before = await curve.getAttribute("d")
    await page.waitForFunction(
      ([selector, then]) => document.querySelector(selector!)?.getAttribute("d") !== then,
      [points, before],
    )
  }
  await page.locator('[data-cell="c4"] .live .controls').getByRole("button", { name: "Stop" }).click()
  assert.equal(await ended(page, "c4"), "done")
  const { outputs } = await savedCell(app, "c4")
  const [kernel] = await asked<{ id: string }[]>(app, "/api/kernels")
  const { executions } = await asked<Known>(app, `/kaon/outputs/${kernel!.id}`)
  const { request } = executions.findLast(({ cell }) => cell === "c4")!
  const sent = await asked<{ outputs: { output_type: string; data?: unknown; text?: unknown }[] }>(
    app,
    `/kaon/outputs/${kernel!.id}/${request}`,
  )
  const whole = (value: unknown) => (Array.isArray(value) ? value.join("") : value)
  const essence = (list: { output_type?: unknown; data?: unknown; text?: unknown }[]) =>
    list.map(({ output_type, data, text }) => ({
      output_type,
      // Files may have texts as lines.
      data: Object.fromEntries(
        Object.entries(data ?? {}).map(([type, value]) => [type, /json$/.test(type) ? value : whole(value)]),
      ),
      text: whole(text),
    }))
  assert.deepEqual(essence(outputs), essence(sent.outputs))
  const metrics = outputs.flatMap(({ data }) => {
    const found = (data as Record<string, { rows: unknown[][]; columns: string[] }> | undefined)?.[
      "application/vnd.kaon.metrics+json"
    ]
    return found === undefined ? [] : [found]
  })
  assert.equal(metrics.length, 1)
  const [{ rows, columns }] = metrics as [(typeof metrics)[number]]
  const epoch = columns.indexOf("epoch")
  assert.ok(rows.length >= 3)
  assert.deepEqual(
    rows.map(row => Number(row[epoch]) - Number(rows[0]![epoch])),
    rows.map((_, index) => index),
  )
})

test("the stop button ends a training with the best it had, and a restart begins anew", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": training(4000) })
  const { page } = app
  await intoTraining(app)
  await page.locator('[data-cell="c4"] .phrase').getByRole("button", { name: "Stop" }).click()
  assert.equal(await ended(page, "c4"), "done")
  await page
    .locator('[data-cell="c4"] .asides')
    .getByText(/^best so far: epoch \d+$/)
    .waitFor()
  await page.locator('[data-cell="c5"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c5"), "done")
  await page.locator('[data-variable="trained"]').waitFor()
  for (const key of ["0", "0"]) await page.keyboard.press(key)
  await page.getByRole("dialog").getByRole("button", { name: "Restart" }).click()
  // The new kernel holds nothing of the old one's.
  await page.locator('[data-variable="trained"]').waitFor({ state: "detached" })
  await page.waitForSelector('.lamp[data-status="idle"]')
  await page.locator('[data-cell="c5"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c5"), "failed")
  assert.match(await page.locator('[data-cell="c5"] .failure').innerText(), /trained is not defined/)
})

test("a training is looked at while it runs: on a log scale, an epoch read out, as a table; Keep best ends it", {
  skip,
}, async () => {
  await using app = await startInterface({ "a.ipynb": training(4000) })
  const { page } = app
  await intoTraining(app)
  const cell = page.locator('[data-cell="c4"]')
  const shape = () => page.locator(points).first().getAttribute("d")
  const heights = (d: string | null) => [...(d ?? "").matchAll(/ ([\d.-]+)/g)].map(([, y]) => Number(y))
  await cell.getByText(/^best so far: epoch \d+$/).waitFor()
  await cell.getByRole("button", { name: "Loss" }).click()
  await cell.getByRole("button", { name: "Loss", pressed: true }).waitFor()
  const log = cell.getByRole("button", { name: "Log scale" })
  await log.click()
  await cell.getByRole("button", { name: "Log scale", pressed: true }).waitFor()
  const curve = cell.locator(".chart svg")
  const place = (await curve.boundingBox())!
  await page.mouse.move(place.x + 1, place.y + place.height / 2)
  await cell
    .locator(".readout")
    .getByText(/^epoch 1 · .*loss/)
    .waitFor()
  await page.mouse.move(0, 0)
  await cell.locator(".readout").waitFor({ state: "detached" })
  await cell.getByRole("button", { name: "As a table" }).click()
  const table = cell.getByRole("grid", { name: "As a table" })
  const rowsNow = async () => Number(await table.getAttribute("aria-rowcount"))
  const before = await rowsNow()
  await page.waitForFunction(
    then => Number(document.querySelector('[data-cell="c4"] [role="grid"]')?.getAttribute("aria-rowcount")) > then,
    before,
  )
  await cell.locator(".live .controls").getByRole("button", { name: "Keep best" }).click()
  assert.equal(await ended(page, "c4"), "done")
  await cell.locator(".live .controls").waitFor({ state: "detached" })
  // The same points on both scales: ends at the same place across, but not at the same heights between them.
  const onLog = heights(await shape())
  await log.click()
  await cell.getByRole("button", { name: "Log scale", pressed: false }).waitFor()
  const onLines = heights(await shape())
  assert.equal(onLog.length, onLines.length)
  assert.notDeepEqual(onLog, onLines)
  const best = /\d+/.exec(await cell.getByText(/^best so far: epoch \d+$/).innerText())![0]
  assert.ok(Number(best) <= (await rowsNow()) - 1)
  assert.deepEqual(app.complaints, [])
})

test("the Stop of the curves ends the training too; a confusion then shows its worst examples and hides them again", {
  skip,
}, async () => {
  // After few epochs no gate would be passed, and that is not what is looked at here.
  const evaluation = sourceOf("eval").replace(/^expect.*$/m, "")
  const content = notebook(
    sourceOf("params").replace(/epochs = \d+/, "epochs = 4000"),
    sourceOf("data"),
    sourceOf("model"),
    sourceOf("train"),
    evaluation,
  )
  await using app = await startInterface({ "a.ipynb": content })
  const { page } = app
  await intoTraining(app)
  await page.locator('[data-cell="c4"] .live .controls').getByRole("button", { name: "Stop" }).click()
  assert.equal(await ended(page, "c4"), "done")
  await page.locator('[data-cell="c5"]').focus()
  await page.keyboard.press("Control+Enter")
  await ended(page, "c5")
  await page.locator('[data-cell="c5"]').getByText("Confusion as a table").click()
  const mistake = page.locator('[data-cell="c5"] .confusion button').first()
  await mistake.click()
  const [, count, actual, predicted] = /^(\d+) × (.+) taken for (.+):/.exec(
    (await mistake.getAttribute("aria-label"))!,
  )!
  const examples = page.getByRole("list", { name: `${actual} taken for ${predicted}, the worst first` })
  await examples.waitFor()
  const items = await examples.getByRole("listitem").allInnerTexts()
  assert.ok(items.length > 0 && items.length <= Number(count))
  const shares = items.map(text => Number(/ (\d+) %$/.exec(text)![1]))
  assert.deepEqual(
    shares,
    shares.toSorted((one, other) => other - one),
  )
  await mistake.press("Enter")
  await examples.waitFor({ state: "detached" })
})
