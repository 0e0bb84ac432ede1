import type { BrowserContext, Page } from "playwright-core"

/** What a page notes about itself for the measures. */
interface Eyes {
  /** Durations of tasks over 50 ms since the last `clear` (ms). */
  tasks: number[]
  /** From each key to the paint of what it changed (ms). */
  keys: number[]
  /** When the pointer last went down, on the page's clock. */
  pressed: number
  clear(): void
}

declare global {
  var eyes: Eyes
}

/** Opens the eyes of every page of a context before its own scripts run. `lines` selects what holds the text of an editor. */
export async function openEyes(context: BrowserContext, lines: string): Promise<void> {
  await context.addInitScript(selector => {
    const eyes: Eyes = {
      tasks: [],
      keys: [],
      pressed: 0,
      clear() {
        eyes.tasks.length = 0
        eyes.keys.length = 0
      },
    }
    globalThis.eyes = eyes
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) eyes.tasks.push(duration)
    }).observe({ type: "longtask" })
    addEventListener("pointerdown", ({ timeStamp }) => (eyes.pressed = timeStamp), { capture: true })
    const keysUnderway: number[] = []
    let changed = false
    const painted = new MessageChannel()
    const look = () => {
      if (keysUnderway.length === 0) return
      requestAnimationFrame(() => painted.port2.postMessage(0))
    }
    // A message that is sent while a frame is made arrives after its paint.
    painted.port1.onmessage = () => {
      if (changed) {
        const now = performance.now()
        for (const begun of keysUnderway.splice(0)) eyes.keys.push(now - begun)
        changed = false
      }
      look()
    }
    new MutationObserver(changes => {
      if (keysUnderway.length === 0 || changed) return
      const touches = ({ target }: MutationRecord) =>
        (target instanceof Element ? target : target.parentElement)?.closest(selector) !== null
      changed = changes.some(touches)
    }).observe(document, { subtree: true, childList: true, characterData: true })
    addEventListener(
      "keydown",
      ({ key, timeStamp }) => {
        if (key.length !== 1) return
        keysUnderway.push(timeStamp)
        if (keysUnderway.length === 1) look()
      },
      { capture: true },
    )
  }, lines)
}

export const longestTask = (page: Page): Promise<number> => page.evaluate(() => Math.max(0, ...eyes.tasks))
export const keyTimes = (page: Page): Promise<number[]> => page.evaluate(() => eyes.keys)
export const clearEyes = (page: Page): Promise<void> => page.evaluate(() => eyes.clear())

/** Bytes of the page's JavaScript heap after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send("HeapProfiler.collectGarbage")
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number }
  await session.detach()
  return usedSize
}
