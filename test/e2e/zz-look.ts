import { readFile } from "node:fs/promises"
import path from "node:path"
import { notebook, startInterface } from "./interface.ts"
const root = path.resolve(import.meta.dirname, "../..")
const digits: { cells: { id: string; source: string | string[] }[] } = JSON.parse(await readFile(path.join(root, "workspaces/digits.ipynb"), "utf8"))
const sourceOf = (id: string) => [digits.cells.find(cell => cell.id === id)!.source].flat().join("")
const cells = [
  sourceOf("params").replace(/epochs = \d+/, `epochs = 8`),
  sourceOf("data"), sourceOf("model"),
  `import { tensorboard } from "kaon:track"\nconst trained = await fit(cnn, digits, { epochs, optimizer: tf.train.adam(3e-3), checkpoints: true, observers: [tensorboard()], learningRate: { kind: "cosine", warmup: 1 } })`,
  `const report = await evaluate(trained, digits.test)`,
  `report.calibration()`, `report.roc()`, `report.precisionRecall()`, `report.intervals()`,
  `report.slices(row => String(row.label) < "5" ? "0–4" : "5–9")`,
  `import explain from "kaon:explain"\nconst one = digits.test.raw().subarray(0, 64)\nawait explain.integratedGradients(trained, one)`,
  `await explain.occlusion(trained, one)`,
  `await explain.permutation(trained, digits.test, { repeats: 2, patch: 4 })`,
  `import compress from "kaon:compress"\nawait compress.quantise(trained, { to: "int8", on: digits.test })`,
]
const dark = process.argv[2] === "dark"
const width = Number(process.argv[3] ?? 1440)
const app = await startInterface({ "a.ipynb": notebook(...cells) }, { width, height: 900, dark })
await app.open("a.ipynb")
const { page } = app
for (let i = 1; i <= cells.length; i++) {
  await page.locator(`[data-cell="c${i}"]`).focus()
  await page.keyboard.press("Control+Enter")
  await page.waitForFunction(id => { const n = document.querySelector(`[data-cell="${id}"]`); return n && /\d+(\.\d+)? (s|ms)|✓/.test(n.textContent ?? "") && !/running/i.test(n.querySelector("[data-state]")?.getAttribute("data-state") ?? "") }, `c${i}`, { timeout: 90_000 }).catch(e => console.log("wait", i, String(e).slice(0, 80)))
}
await page.waitForTimeout(1500)
for (const i of [4, 5, 6, 7, 8, 9, 11, 12, 13, 14]) {
  await page.locator(`[data-cell="c${i}"]`).evaluate(node => node.scrollIntoView({ block: "start" }))
  await page.waitForTimeout(500)
  await page.screenshot({ path: `/tmp/mshots/${dark ? "dark" : "light"}-${width}-${i}.png` })
}
console.log(app.complaints)
await app[Symbol.asyncDispose]()
process.exit(0)
