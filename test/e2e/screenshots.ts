import { execFileSync, spawnSync } from "node:child_process"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import type { Page } from "playwright-core"
import { ended, type Interface, notebook, startInterface } from "./interface.ts"

/*
 * `npm run screenshots`: every view, light and dark, wide and narrow, into test/e2e/pictures. What a view needs is done for each
 * width anew, by the same buttons and keys that people use.
 */
const folder = path.join(import.meta.dirname, "pictures")
const root = path.resolve(import.meta.dirname, "../..")
const command = path.join(root, "kernel/cli/main.ts")
const digits = JSON.parse(await readFile(path.join(root, "workspaces/digits.ipynb"), "utf8"))
const widths = { wide: { width: 1440, height: 900 }, narrow: { width: 420, height: 860 } }
type Width = keyof typeof widths

const panel = (name: string) => async (page: Page, width: Width) => {
  if (width === "narrow") await page.getByRole("button", { name: "Open the panels", exact: true }).click()
  await page.getByRole("button", { name, exact: true }).first().click()
}
const cellInView = (id: string) => async (page: Page) => {
  // Only cells near the view are drawn: the way to a far one leads over the keys.
  await page.locator("[data-cell]").first().focus()
  for (let steps = 0; steps < 12 && (await page.locator(`[data-cell="${id}"]`).count()) === 0; steps++)
    await page.keyboard.press("j")
  await page.locator(`[data-cell="${id}"]`).focus()
  await page.locator(`[data-cell="${id}"]`).evaluate(node => node.scrollIntoView({ block: "start" }))
  await page.evaluate(() => document.querySelector("[data-notebook]")?.scrollBy(0, -70))
}
const palette = async (page: Page) => {
  await page.keyboard.press("Control+k")
  await page.getByRole("dialog").waitFor()
  await page.keyboard.type("run")
}

/** Views of the notebook while it has run; what each needs first. */
const finished: Record<string, (page: Page, width: Width) => Promise<unknown>> = {
  finished: cellInView("train"),
  evaluated: cellInView("eval"),
  palette,
  // The files are open where the window is wide, and what the panels open with where it is narrow.
  files: async (page, width) => {
    if (width === "narrow") await page.getByRole("button", { name: "Open the panels", exact: true }).click()
    await page.getByRole("treeitem").first().waitFor()
  },
  keys: async page => {
    await page.locator("[data-cell]").first().focus()
    await page.keyboard.press("h")
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
  },
  outline: panel("Outline"),
  find: async (page, width) => {
    await panel("Find and replace")(page, width)
    await page.getByLabel("Find", { exact: true }).fill("digits")
  },
  settings: panel("Settings"),
  variables: async (page, width) => {
    if (width === "narrow") await page.getByRole("button", { name: "Pipeline and variables" }).click()
    await page.getByRole("complementary").last().waitFor()
  },
}

async function shoot(page: Page, name: string, width: Width): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.evaluate(async () => {
      await Promise.all([...document.images].map(image => image.decode().catch(() => {})))
      // Frames with foreign markup say their height when they have drawn: all stand still then.
      const heights = () => [...document.querySelectorAll("[data-cell], iframe")].map(node => node.clientHeight).join()
      for (let still = 0, last = ""; still < 60; ) {
        await new Promise(requestAnimationFrame)
        const now = heights()
        still = now === last ? still + 1 : 0
        last = now
      }
    })
    const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: 74 })
    await writeFile(path.join(folder, `${name}-${width}-${colorScheme}.webp`), Buffer.from(data, "base64"))
  }
  await devtools.detach()
}

/** The window as it was after its load, at a width. */
async function fresh({ page }: Interface, width: Width, file: string): Promise<void> {
  await page.setViewportSize(widths[width])
  await page.goto(`${new URL(page.url()).origin}/#${file}`)
  await page.reload()
  // Pictures and tables stand in frames of their own, which need a moment more.
  await page.waitForLoadState("networkidle")
  await page.waitForSelector(file === "" ? ".welcome" : '.lamp[data-status="idle"], .lamp[data-status="busy"]')
}

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
/** A notebook before and after a change, for the comparison. */
const earlier = [
  { cell_type: "markdown", source: "# Forecast\n\nTomorrow's temperature from the last seven days." },
  "const days = 7",
  "const temperatures = [11.2, 12.0, 12.9, 12.4, 13.1, 14.0, 14.6]",
  "function mean(values: number[]) {\n  return values.reduce((sum, value) => sum + value) / values.length\n}",
  "mean(temperatures)",
]
const later = [earlier[0]!, "const days = 14", ...earlier.slice(2, 4), "mean(temperatures.slice(-days))"]
const names = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.org" }
const committer = { ...process.env, ...names, GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.org" }
const digitsFor = (epochs: number) => {
  const cells = digits.cells.map((cell: { id: string; source: string | string[] }) =>
    cell.id === "params" ? { ...cell, source: [cell.source].flat().join("").replace(/= \d+/, `= ${epochs}`) } : cell,
  )
  return { ...digits, cells }
}
{
  await using app = await startInterface({
    "digits.ipynb": digitsFor(30),
    "forecast.ipynb": notebook(...earlier),
    "long training.ipynb": digitsFor(4000),
  })
  const { page } = app
  const each = async (work: (width: Width) => Promise<void>) => {
    for (const width of ["wide", "narrow"] as const) await work(width)
  }
  await each(async width => {
    await page.evaluate(() => localStorage.removeItem("kaon.tabs"))
    await fresh(app, width, "")
    await shoot(page, "welcome", width)
  })
  await each(async width => {
    await fresh(app, width, "digits.ipynb")
    await page.locator("[data-cell]").nth(3).waitFor()
    await shoot(page, "notebook", width)
  })
  await fresh(app, "wide", "digits.ipynb")
  await page.getByRole("button", { name: "Run all" }).click()
  await page.waitForSelector('.node.done[data-node="deploy"]', { timeout: 240_000 })
  await page.locator('[data-cell="intro"]').focus()
  await page.keyboard.press("End")
  assertDone(await ended(page, "request"))
  for (const [name, prepare] of Object.entries(finished)) {
    await each(async width => {
      await fresh(app, width, "digits.ipynb")
      await page.waitForSelector('.node.done[data-node="deploy"]', { state: "attached" }).catch(() => {})
      await prepare(page, width)
      await shoot(page, name, width)
    })
  }
  for (const epochs of [10, 25]) {
    const words = [command, "run", "digits.ipynb", "-p", `epochs=${epochs}`, "--only", "eval"]
    // The shorter one may miss its gate.
    spawnSync(process.execPath, words, { cwd: app.folder })
  }
  await each(async width => {
    await fresh(app, width, "digits.ipynb")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("compare runs")
    await page.keyboard.press("Enter")
    await page.locator(".runs-chart .legend li").nth(1).waitFor()
    await shoot(page, "runs", width)
    await page.locator(".run-name").first().click()
    await page.locator(".run-step .gate").waitFor()
    await shoot(page, "run", width)
  })
  const forecast = path.join(app.folder, "forecast.ipynb")
  const git = (...args: string[]) => execFileSync("git", args, { cwd: app.folder, env: committer, stdio: "pipe" })
  git("init", "-q")
  git("add", "forecast.ipynb")
  git("commit", "-q", "-m", "A first forecast")
  await writeFile(forecast, JSON.stringify(notebook(...later)))
  await each(async width => {
    await fresh(app, width, "forecast.ipynb")
    await page.locator("[data-cell]").first().focus()
    await page.keyboard.press("p")
    await page.keyboard.type("last commit")
    await page.keyboard.press("Enter")
    await page.locator("[data-change]").first().waitFor()
    await shoot(page, "diff", width)
  })
  await fresh(app, "wide", "forecast.ipynb")
  await page.locator('[data-cell="c2"]').focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-cell="c2"] [data-editor="ready"]')
  await page.keyboard.press("Control+End")
  await page.keyboard.type(" // this spring")
  const theirs = later.map((cell, index) => (index === 2 ? `${cell}\nmean(temperatures)` : cell))
  await writeFile(forecast, JSON.stringify(notebook(...theirs, "days / 7")))
  await page.keyboard.press("Control+s")
  await page.getByRole("dialog").waitFor()
  await each(async width => {
    await page.setViewportSize(widths[width])
    await shoot(page, "conflict", width)
  })
  await page.getByRole("button", { name: "Take the one on disk" }).click()
  await fresh(app, "wide", "long training.ipynb")
  for (const cell of ["params", "data", "model", "train"]) {
    await page.locator(`[data-cell="${cell}"]`).focus()
    await page.keyboard.press("Control+Enter")
  }
  await page.locator('[data-cell="train"] .curves path[stroke-width]').first().waitFor({ timeout: 120_000 })
  await each(async width => {
    await page.setViewportSize(widths[width])
    await cellInView("train")(page)
    await shoot(page, "training", width)
  })
}

function assertDone(state: string | null): void {
  if (state !== "done") throw new Error(`The digits ended as ${state}.`)
}
