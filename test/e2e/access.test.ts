import assert from "node:assert/strict"
import { utimes, writeFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { audit } from "./axe.ts"
import { ended, focused, type Interface, notebook, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

const everything = [
  {
    cell_type: "markdown",
    source: "# Title\n\nText with `code`, a [link](https://example.org) and\n\n| a | b |\n|---|---|\n| 1 | 2 |",
  },
  '%%data digits --test 2 --later 1\nconst digits = 1 // comment\n`text` + "string" + digits',
  "console.log('\\u001b[31mred\\u001b[32mgreen')\nconsole.error('warned')\n;({ a: [1, 2], b: 'x' })",
  "missing()",
  "prompt('Who?')",
  "",
]
const foreign = {
  source: "%%params\nconst first = 1",
  outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
  execution_count: 1,
}

/** What panels show once the host has answered. */
const inPanels: Readonly<Record<string, string>> = { deployments: ".beside-empty", plugins: ".beside-row" }

/** Goes through every view and dialog by the keyboard, and asks axe about each. */
async function everyView(app: Interface, narrow: boolean): Promise<Record<string, string[]>> {
  const { page } = app
  const { found, look } = audit(page)
  const open = async (name: string) => {
    if (narrow) await page.getByRole("button", { name: "Open the panels" }).click()
    await app.open(name)
  }
  const dialog = async (name: string) => {
    await page.getByRole("dialog").waitFor()
    await look(name)
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
  }
  const cell = (id: string) => page.locator(`[data-cell="${id}"]`)
  await look("welcome")
  await open("foreign.ipynb")
  await cell("c2").focus()
  await cell("c2").getByRole("button", { name: "needs params first" }).waitFor()
  await look("trust banner")
  await cell("c1").focus()
  await page.keyboard.press("Control+Enter")
  await dialog("trust dialog")
  await open("a.ipynb")
  await cell("c3").focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c3"), "done")
  await cell("c4").focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c4"), "failed")
  await cell("c5").focus()
  await page.keyboard.press("Control+Enter")
  await page.getByLabel("Who?").waitFor()
  await look("question")
  await page.keyboard.press("Enter")
  assert.equal(await ended(page, "c5"), "done")
  await cell("c6").focus()
  await look("notebook")
  await cell("c1").focus()
  await page.keyboard.press("ArrowLeft")
  await look("folded section")
  await page.keyboard.press("ArrowRight")
  await cell("c3").focus()
  await page.keyboard.press("Shift+O")
  await look("scrolled outputs")
  await cell("c2").focus()
  await cell("c2").getByRole("button", { name: "test 2" }).click()
  await look("chip")
  await page.keyboard.press("Escape")
  for (const command of ["outline", "files", "runs", "deployments", "plugins", "settings"]) {
    await cell("c2").focus()
    await page.keyboard.press("p")
    await page.keyboard.type(
      command === "settings" ? "Settings" : `Show ${command === "outline" ? "the outline" : command}`,
    )
    await page.keyboard.press("Enter")
    await page
      .locator(inPanels[command] ?? "aside.side-panel")
      .first()
      .waitFor()
    await look(command)
    await page.keyboard.press("Escape")
  }
  await cell("c2").focus()
  await page.keyboard.press("f")
  await page.keyboard.type("digits")
  await look("find")
  // The first match stands in the header line, the second is the name.
  await page.keyboard.press("Enter")
  await page.keyboard.press("Enter")
  await page.keyboard.press("Escape")
  await page.waitForSelector('[data-editor="ready"]')
  await look("editing")
  await page.keyboard.press("F2")
  await dialog("rename")
  await page.keyboard.press("Shift+F12")
  await dialog("uses")
  await page.keyboard.press("Escape")
  if (narrow) {
    await page.getByRole("button", { name: "Open the panels" }).focus()
    await page.keyboard.press("Control+Alt+b")
    await page.locator("aside.right-panel").waitFor()
    await look("pipeline and variables")
    await page.keyboard.press("Escape")
  }
  await cell("c2").focus()
  await page.keyboard.press("p")
  await dialog("palette")
  await cell("c2").focus()
  await page.keyboard.press("h")
  await dialog("keys")
  await cell("c2").focus()
  for (const key of ["0", "0"]) await page.keyboard.press(key)
  await dialog("restart")
  await page
    .locator("footer")
    .getByRole("button", { name: /TypeScript/ })
    .click()
  await dialog("kernels")
  await page.keyboard.press("Control+s")
  await page.getByRole("status").getByText("saved", { exact: true }).waitFor()
  await cell("c6").focus()
  await page.keyboard.press("Enter")
  await page.waitForSelector('[data-cell="c6"] [data-editor="ready"]')
  await page.keyboard.type("1")
  const file = path.join(app.folder, "a.ipynb")
  await writeFile(file, JSON.stringify(notebook("'theirs'")))
  // Contents servers tell versions apart by the file's time.
  const later = Date.now() / 1000 + 5
  await utimes(file, later, later)
  await page.keyboard.press("Control+s")
  await dialog("conflict")
  return found
}

for (const theme of ["light", "dark", "contrast"] as const) {
  for (const width of [1280, 400]) {
    test(`axe finds nothing against any view or dialog in the ${theme} theme at ${width} pixels`, {
      skip,
    }, async () => {
      await using app = await startInterface(
        { "a.ipynb": notebook(...everything), "foreign.ipynb": notebook(foreign, { ...foreign, source: "first" }) },
        // Not saved by itself: the conflict at the end must meet a change.
        { width, height: 860, settings: { theme, autosave: false } },
      )
      await app.page.waitForSelector(`[data-theme="${theme}"] .welcome`)
      assert.deepEqual(await everyView(app, width < 900), {})
    })
  }
}

test("cells have names that say their number, what they are and how they stand, and a run is said aloud", {
  skip,
}, async () => {
  await using app = await startInterface({
    "a.ipynb": notebook("%%params\nconst epochs = 1", "while (true) {}", "const x = 1"),
  })
  const { page } = app
  await app.open("a.ipynb")
  await page.getByRole("article", { name: "Cell 1, Params, not run" }).focus()
  await page.keyboard.press("Shift+Enter")
  await page.getByRole("article", { name: "Cell 1, Params, done" }).waitFor()
  await page.keyboard.press("Control+Enter")
  await page.getByRole("article", { name: "Cell 2, code, running" }).waitFor()
  const said = page.locator('output[aria-live="polite"]')
  await said.getByText("Cell 2 is running").waitFor({ state: "attached" })
  for (const key of ["i", "i"]) await page.keyboard.press(key)
  await said.getByText("Cell 2 failed").waitFor({ state: "attached" })
})

test("the first Tab offers to skip to the notebook, and F6 goes round the parts of the window", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1", "%%params\nconst epochs = 1") })
  const { page } = app
  await app.open("a.ipynb")
  // As in a window that was just opened: nothing has the focus, and Tab begins at the top.
  await page.evaluate(() => {
    document.body.tabIndex = -1
    document.body.focus()
  })
  await page.keyboard.press("Tab")
  await page.getByRole("button", { name: "Skip to the notebook" }).waitFor()
  await page.keyboard.press("Enter")
  assert.equal(await focused(page), "c1")
  const regions: string[] = []
  for (let at = 0; at < 6; at++) {
    await page.keyboard.press("F6")
    regions.push(
      await page.evaluate(() => {
        const here = document.activeElement
        return here?.closest("header, nav, aside, footer, [data-notebook]")?.className ?? "lost"
      }),
    )
  }
  assert.deepEqual(regions, ["right-panel", "status", "top", "rail", "side-panel", "notebook"])
})

test("who asks for less motion gets none", { skip }, async () => {
  await using app = await startInterface({ "a.ipynb": notebook("1") })
  const { page } = app
  await page.emulateMedia({ reducedMotion: "reduce" })
  await app.open("a.ipynb")
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter(node => {
        const { transitionDuration, animationName } = getComputedStyle(node)
        return Number.parseFloat(transitionDuration) > 0 || animationName !== "none"
      }).length,
  )
  assert.equal(moving, 0)
})
