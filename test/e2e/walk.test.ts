import assert from "node:assert/strict"
import { test } from "node:test"
import type { Page } from "playwright-core"
import { startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser

const nameOfFocus = (page: Page) =>
  page.evaluate(() => {
    const here = document.activeElement
    return `${here?.getAttribute("aria-label") ?? ""} ${here?.textContent ?? ""}`.trim()
  })

/** Tabs on until the focus is on what has this name; fails where it is not among the next stops. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press("Tab")
    const now = await nameOfFocus(page)
    if (name.test(now)) return
    passed.push(now.slice(0, 30))
  }
  assert.fail(`${name} was not reached: ${passed.join(" | ")}`)
}

const activeStage = (page: Page) => page.locator(".cell.active").getAttribute("data-stage")
const done = (page: Page, stage: string) =>
  page.waitForSelector(`[data-cell][data-stage="${stage}"][data-state="done"]`, { state: "attached", timeout: 90_000 })

test("the digits from the welcome page to a service and back to the settings, without a mouse", { skip }, async () => {
  await using app = await startInterface({})
  const { page } = app
  await tabTo(page, /^Handwritten digits/)
  await page.keyboard.press("Enter")
  await page.waitForSelector('.lamp[data-status="idle"]', { timeout: 60_000 })
  await page.waitForFunction(() => document.activeElement?.hasAttribute("data-cell"))
  // The text, then every stage; each run goes on to the next cell.
  await page.keyboard.press("Shift+Enter")
  for (const stage of ["params", "data", "model"]) {
    assert.equal(await activeStage(page), stage)
    await page.keyboard.press("Shift+Enter")
    await done(page, stage)
  }
  assert.equal(await activeStage(page), "train")
  await tabTo(page, /^batch 32/)
  await page.keyboard.press("Enter")
  await page.keyboard.press("Control+a")
  await page.keyboard.type("64")
  await page.keyboard.press("Enter")
  assert.match(await nameOfFocus(page), /^batch 64/)
  await page.keyboard.press("Escape")
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-stage") === "train")
  await page.keyboard.press("Shift+Enter")
  await page.waitForSelector('.node.running[data-stage="train"]', { timeout: 60_000 })
  await done(page, "train")
  assert.equal(await activeStage(page), "eval")
  await page.keyboard.press("Shift+Enter")
  await done(page, "eval")
  // The pipeline says the same, and goes to its cells.
  await page.keyboard.press("F6")
  assert.match(await nameOfFocus(page), /^Params/)
  await tabTo(page, /^Train/)
  await page.keyboard.press("Enter")
  await page.waitForSelector('.cell.active[data-stage="train"]')
  await page.keyboard.press("Shift+F6")
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-stage") === "train")
  for (let steps = 0; steps < 8 && (await activeStage(page)) !== "deploy"; steps++) await page.keyboard.press("j")
  assert.equal(await activeStage(page), "deploy")
  await page.keyboard.press("Control+Enter")
  await done(page, "deploy")
  await tabTo(page, /^http:\/\/127\.0\.0\.1:/)
  await page.keyboard.press("Control+,")
  await page.waitForFunction(() => document.activeElement?.id === "set-theme")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  await page.waitForSelector('[data-theme="dark"]')
  await page.keyboard.press("Escape")
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-stage") === "deploy")
  assert.deepEqual(app.complaints, [])
})
