import assert from "node:assert/strict"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { stopDeployment } from "../../kernel/serving/index.ts"
import { choose, readyKernel, startLab, withoutBrowser } from "./lab.ts"
import { withoutPython } from "./python.ts"

const options = { skip: withoutPython || withoutBrowser, timeout: 240_000 }

test("JupyterLab, in a real browser, runs the digits notebook and shows its charts and pictures", options, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-lab-"))
  cpSync(path.resolve(import.meta.dirname, "../../workspaces/digits.ipynb"), path.join(folder, "digits.ipynb"))
  try {
    await using lab = await startLab(folder)
    await lab.open("digits.ipynb")
    await lab.page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 })
    await lab.page.locator('.jp-NotebookPanel-toolbar :text("TypeScript (Kaon)")').first().waitFor({ timeout: 30_000 })
    await readyKernel(lab.page)
    await choose(lab.page, "Run", "Run All Cells")
    const last = lab.page.locator(".jp-CodeCell").last()
    await last.locator('.jp-OutputArea-output:has-text("seen as")').waitFor({ timeout: 120_000 })
    const shown = async (selector: string) => await lab.page.locator(selector).count()
    if (process.env.KAON_SCREENSHOTS !== undefined)
      await lab.page.screenshot({ path: path.join(process.env.KAON_SCREENSHOTS, "lab.png") })
    assert.equal(
      await shown(
        '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"], .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]',
      ),
      0,
    )
    await lab.page
      .locator(".vega-embed canvas, .vega-embed svg")
      .first()
      .waitFor({ state: "attached", timeout: 20_000 })
    assert.ok((await shown(".jp-RenderedSVG img, .jp-RenderedSVG svg")) >= 2)
    assert.match(await last.innerText(), /seen as \d/)
  } finally {
    await stopDeployment(folder, "digits").catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  }
})

test(
  "JupyterLab completes with types, interrupts, and shows an error in the user's own TypeScript",
  options,
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kaon-lab-"))
    const cell = (id: string, source: string) => ({
      cell_type: "code",
      id,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })
    const notebook = {
      cells: [
        cell("a", "interface Point { horizontal: number }\nconst point: Point = { horizontal: 1 }"),
        cell("b", "point.hori"),
        cell("c", "let rounds = 0\nwhile (true) rounds++"),
        cell("d", "type T = { deep: { er: number } }\nconst bad = null as unknown as T\nbad.deep.er"),
      ],
      metadata: { kernelspec: { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" } },
      nbformat: 4,
      nbformat_minor: 5,
    }
    writeFileSync(path.join(folder, "work.ipynb"), JSON.stringify(notebook))
    try {
      await using lab = await startLab(folder)
      const { page } = lab
      await lab.open("work.ipynb")
      const cells = page.locator(".jp-Notebook .jp-CodeCell")
      await cells.first().waitFor({ timeout: 60_000 })
      await page.locator('.jp-NotebookPanel-toolbar :text("TypeScript (Kaon)")').first().waitFor({ timeout: 30_000 })
      await readyKernel(page)
      const editor = (n: number) => cells.nth(n).locator(".cm-content")
      await editor(0).click()
      await page.keyboard.press("Shift+Enter")
      await cells.nth(0).locator('.jp-InputPrompt:has-text("[1]")').waitFor({ timeout: 30_000 })
      await editor(1).click()
      await page.keyboard.press("End")
      await page.keyboard.press("Tab")
      const item = page.locator('.jp-Completer-item:has-text("horizontal")')
      await item.waitFor({ timeout: 40_000 })
      assert.match(await item.innerText(), /property/)
      await page.keyboard.press("Enter")
      assert.equal(await editor(1).innerText(), "point.horizontal")
      await editor(2).click()
      await page.keyboard.press("Shift+Enter")
      await cells.nth(2).locator('.jp-InputPrompt:has-text("[*]")').waitFor()
      await choose(page, "Kernel", "Interrupt Kernel")
      await cells
        .nth(2)
        .locator('.jp-OutputArea-output:has-text("The cell was interrupted")')
        .waitFor({ timeout: 40_000 })
      await editor(3).click()
      await page.keyboard.press("Shift+Enter")
      const error = cells.nth(3).locator('.jp-OutputArea-output:has-text("TypeError")')
      await error.waitFor({ timeout: 40_000 })
      assert.match(await error.innerText(), /> 3 \| bad\.deep\.er/)
      if (process.env.KAON_SCREENSHOTS !== undefined)
        await page.screenshot({ path: path.join(process.env.KAON_SCREENSHOTS, "lab-work.png") })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
