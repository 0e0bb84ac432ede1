import type { Page } from "playwright-core"

interface Watched extends Window {
  longTasks?: number[]
}

/** Begins to note the page's tasks that take longer than 50 ms. */
export const watchTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const found: number[] = []
    ;(window as Watched).longTasks = found
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) found.push(Math.round(duration))
    }).observe({ type: "longtask", buffered: false })
  })

/** Tasks of more than 50 ms since, in milliseconds, longest first. */
export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate(() => ((window as Watched).longTasks ?? []).toSorted((a, b) => b - a))

/** The page's heap in bytes, after a collection where the browser offers one. */
export const heapOf = (page: Page): Promise<number> =>
  page.evaluate(() => (performance as Performance & { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize)
