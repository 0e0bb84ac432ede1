import type { Page } from "playwright-core"
import { headings } from "./books.ts"
import { clearEyes, heapOf, keyTimes, longestTask } from "./eyes.ts"
import type { Side } from "./sides.ts"

export type Figures = Record<string, number | number[]>

const letter = "q"

/** Presses a key in the first code cell until it is shown there. The cell has no such letter before. */
export async function untilInteractive(page: Page, side: Side): Promise<void> {
  const first = page.locator(side.code).first()
  await first
    .locator(side.text)
    .first()
    .click({ position: { x: 4, y: 6 }, timeout: 60_000 })
  for (let press = 0; press < 500; press++) {
    await page.keyboard.press(letter)
    const shown = await first.evaluate(async (node, wanted) => {
      for (let frame = 0; frame < 4; frame++) {
        await new Promise(requestAnimationFrame)
        if (node.textContent?.includes(wanted)) return true
      }
      return false
    }, letter)
    if (shown) return
  }
  throw new Error("The first cell takes no key.")
}

/** The notebook in a new window: from the address to the first key that is shown. */
export async function openInWindow(page: Page, side: Side): Promise<Figures> {
  const begun = performance.now()
  await page.goto(side.urlOf("many.ipynb"))
  await untilInteractive(page, side)
  return { openWindow: performance.now() - begun }
}

/** The notebook from the list of files of an application that is there. */
export async function openFromList(page: Page, side: Side): Promise<Figures> {
  await page.goto(side.urlOf(""))
  await page.locator(side.started).first().waitFor({ timeout: 60_000 })
  await page.waitForLoadState("networkidle")
  const begun = performance.now()
  await side.openFile(page, "many.ipynb")
  await untilInteractive(page, side)
  return { openList: performance.now() - begun }
}

const typed = "const several = total + other * 3 - count / ratio; const result = several + 12 "

/** Types into the cell that has the cursor, with a person's pauses, and says how long each key took to be seen. */
export async function typing(page: Page, row: string, keys = typed.length): Promise<Figures> {
  await page.waitForTimeout(500)
  await clearEyes(page)
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press(typed[i % typed.length] === " " ? "Space" : typed[i % typed.length]!)
    // Pauses of no fixed phase to the frames of the screen.
    await page.waitForTimeout(45 + ((i * 37) % 53))
  }
  await page.waitForTimeout(100)
  return { [row]: await keyTimes(page), [`${row} task`]: await longestTask(page) }
}

const bare = '<!doctype html><pre class="bare" contenteditable style="font: 13px monospace">text</pre>'
export const bareLines = ".bare"

/** The same keys into an empty page's one editable text: what the browser itself takes, and the wait for its frames. */
export async function typingBare(page: Page): Promise<Figures> {
  await page.goto(`data:text/html,${encodeURIComponent(bare)}`)
  await page.click(bareLines)
  return typing(page, "floor")
}

/** Clicks on headings far apart, and waits each time until the heading stands still in view. */
export async function jumping(page: Page, side: Side): Promise<Figures> {
  await page.keyboard.press("Escape")
  await side.openOutline(page)
  const times: number[] = []
  for (const part of [150, 20, headings - 1, 90, 3]) {
    const entry = page.locator(side.outlineEntry(`Part ${part}`)).first()
    await entry.scrollIntoViewIfNeeded({ timeout: 60_000 })
    await entry.click()
    times.push(await arrival(page, side, `Part ${part}`))
  }
  return { jump: Math.max(...times), jumps: times }
}

const arrival = (page: Page, side: Side, text: string): Promise<number> =>
  page.evaluate(
    async ([selector, wanted]) => {
      const scroller = document.querySelector(selector!)!
      let at: number | undefined
      let since = 0
      let still = 0
      while (still < 5 && performance.now() - eyes.pressed < 10_000) {
        await new Promise(requestAnimationFrame)
        const frame = scroller.getBoundingClientRect()
        const found = [...scroller.querySelectorAll("h2")].find(node => node.textContent?.trim().startsWith(wanted!))
        const box = found?.getBoundingClientRect()
        const seen = box !== undefined && box.bottom > frame.top && box.top < frame.bottom
        const same = seen && at !== undefined && Math.abs(at - box.top) < 1
        still = same ? still + 1 : 0
        if (still === 0) since = performance.now()
        at = seen ? box.top : undefined
      }
      return still < 5 ? 10_000 : since - eyes.pressed
    },
    [side.scroller, text],
  )

/** Scrolls far down and the same way back in steps: how far a heading is from where it was (px). */
export async function drifting(page: Page, side: Side): Promise<Figures> {
  await page.locator(side.outlineEntry("Part 60")).first().click()
  await arrival(page, side, "Part 60")
  // What is drawn around the place may still come in.
  await page.waitForTimeout(1500)
  const drift = await page.evaluate(async selector => {
    const scroller = document.querySelector(selector)!
    const place = () =>
      [...scroller.querySelectorAll("h2")]
        .find(node => node.textContent?.startsWith("Part 60"))
        ?.getBoundingClientRect().top
    const before = place()
    for (const way of [1, -1]) {
      for (let step = 0; step < 20; step++) {
        scroller.scrollTop += way * 700
        for (let frame = 0; frame < 6; frame++) await new Promise(requestAnimationFrame)
      }
    }
    const after = place()
    return before === undefined || after === undefined ? undefined : Math.abs(after - before)
  }, side.scroller)
  // Out of view is farther than can be said.
  return { drift: drift ?? 99_999 }
}

/** Bytes of the heap, in MB. */
export const heap = async (page: Page, row: string): Promise<Figures> => ({ [row]: (await heapOf(page)) / 1e6 })

/** Runs a notebook of one cell whose last value says that it is done. */
export async function running(page: Page, side: Side, file: string, row: string, done: string): Promise<Figures> {
  await page.goto(side.urlOf(file))
  await page.locator(side.code).first().waitFor({ timeout: 60_000 })
  await page.locator(side.idle).first().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(1000)
  await clearEyes(page)
  const begun = performance.now()
  await side.runFirst(page)
  await page.locator(side.ran(done)).first().waitFor({ state: "attached", timeout: 90_000 })
  await page.locator(side.idle).first().waitFor({ timeout: 30_000 })
  const took = performance.now() - begun
  return { [`${row} time`]: took, [`${row} task`]: await longestTask(page), ...(await heap(page, `${row} heap`)) }
}

/** Opens the notebook with the line of 200 KB, and types into that line. */
export async function longLine(page: Page, side: Side): Promise<Figures> {
  await page.goto(side.urlOf("line.ipynb"))
  await page.locator(side.code).nth(1).waitFor({ timeout: 60_000 })
  await page.locator(side.idle).first().waitFor({ timeout: 60_000 })
  const opened = await longestTask(page)
  await clearEyes(page)
  await page
    .locator(side.code)
    .nth(1)
    .click({ position: { x: 60, y: 8 } })
  await page.keyboard.press("Home")
  await page.waitForTimeout(1000)
  const entered = await longestTask(page)
  const figures = await typing(page, "line keys", 40)
  return { ...figures, "line open": Math.max(opened, entered) }
}
