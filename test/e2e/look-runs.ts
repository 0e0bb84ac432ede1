import { readFileSync } from "node:fs"
import { startInterface } from "./interface.ts"
const [dark] = process.argv.slice(2)
const app = await startInterface({ "flowers.ipynb": JSON.parse(readFileSync("/tmp/vw/line0.1.ipynb","utf8")), "other.ipynb": JSON.parse(readFileSync("/tmp/vw/line0.5.ipynb","utf8")) }, { dark: dark === "dark", width: 1440 })
const { page } = app
const shot = (name: string) => page.screenshot({ path: `/tmp/vw/${name}-${dark}.png` })
try {
  for (const name of ["flowers.ipynb", "other.ipynb"]) {
    await app.open(name)
    await page.click('nav.rail button[aria-label="Runs"]')
    await page.click('.side-panel button:has-text("Record a run")')
    await page.locator('.runs-page .run-title .lamp[data-status="idle"]').waitFor({ timeout: 60000 })
    await page.locator('.run-step .gate').waitFor()
    await shot("one")
    if (name === "flowers.ipynb") await page.click('nav.rail button[aria-label="Files"]')
  }
  await page.click('nav.rail button[aria-label="Runs"]')
  await page.click('.runs-page button:has-text("All runs")')
  await page.locator(".runs-chart .legend li").nth(1).waitFor()
  await shot("table")
  await page.locator(".runs-page").evaluate(e => { e.scrollTop = 9999 })
  await shot("table2")
  await page.setViewportSize({ width: 420, height: 860 })
  await page.locator(".runs-page").evaluate(e => { e.scrollTop = 0 })
  await shot("narrow")
} catch (cause) { console.log(cause); await shot("failed") } finally { await app[Symbol.asyncDispose](); process.exit(0) }
