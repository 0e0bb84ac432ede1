import assert from "node:assert/strict"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { startLab, withoutBrowser } from "../peers/lab.ts"
import { withoutPython } from "../peers/python.ts"

const code =
  "interface Point { x: number }\nfunction twice(point: Point): number {\n  const result = point.x * 2\n  return result\n}\ntwice({ x: 21 })"

test("JupyterLab, in a real browser, stops at a breakpoint in its gutter, shows the frames and variables, steps and goes on", {
  skip: withoutPython || withoutBrowser,
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-lab-"))
  const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [], source: code }
  const kernelspec = { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" }
  writeFileSync(
    path.join(folder, "work.ipynb"),
    JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  )
  try {
    await using lab = await startLab(folder)
    const { page } = lab
    await lab.open("work.ipynb")
    const first = page.locator(".jp-Notebook .jp-CodeCell").first()
    await first.waitFor({ timeout: 60_000 })
    const bug = page.locator(".jp-DebuggerBugButton:not([aria-disabled=true])")
    await bug.first().click({ timeout: 30_000 })
    const gutter = first.locator(".cm-gutter.cm-breakpoint-gutter .cm-gutterElement")
    await gutter.nth(1).waitFor({ state: "attached", timeout: 20_000 })
    await first.locator('.cm-line:has-text("return result")').hover()
    const line = await first.locator('.cm-line:has-text("return result")').boundingBox()
    const side = await first.locator(".cm-gutter.cm-breakpoint-gutter").boundingBox()
    await page.mouse.click(side!.x + side!.width / 2, line!.y + line!.height / 2)
    await first.locator(".cm-breakpoint-icon").first().waitFor({ state: "attached", timeout: 10_000 })
    await page.locator('.jp-DebuggerBreakpoints:has-text("4")').waitFor({ timeout: 10_000 })
    await first.locator(".cm-content").click()
    await page.keyboard.press("Shift+Enter")
    const stack = page.locator(".jp-DebuggerCallstack")
    await stack.locator(':text("twice")').first().waitFor({ timeout: 20_000 })
    await first.locator(".jp-DebuggerEditor-highlight").waitFor({ timeout: 10_000 })
    assert.match(await first.locator(".jp-DebuggerEditor-highlight").innerText(), /return result/)
    const variables = page.locator(".jp-DebuggerVariables")
    await variables.locator(':text("result")').first().waitFor({ timeout: 10_000 })
    assert.match(await variables.innerText(), /42/)
    if (process.env.KAON_SCREENSHOTS !== undefined)
      await page.screenshot({ path: path.join(process.env.KAON_SCREENSHOTS, "lab-debugger.png") })
    await page.keyboard.press("F10")
    await first.locator('.jp-DebuggerEditor-highlight:has-text("twice({ x")').waitFor({ timeout: 10_000 })
    await page.keyboard.press("F9")
    await first.locator('.jp-OutputArea-output:has-text("42")').waitFor({ timeout: 10_000 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
