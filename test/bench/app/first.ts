import { spawn } from "node:child_process"
import path from "node:path"
import { gzipSync } from "node:zlib"
import type { Browser, Page } from "playwright-core"
import { printed } from "../../e2e/serving.ts"
import { serveLab } from "../../peers/lab.ts"
import type { Figures } from "./measures.ts"

const root = path.resolve(import.meta.dirname, "../../..")

/** When the page first painted content, on the clock of the day. */
const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const found = (list: PerformanceEntry[]) => {
          const entry = list.find(({ name }) => name === "first-contentful-paint")
          if (entry !== undefined) resolve(performance.timeOrigin + entry.startTime)
        }
        new PerformanceObserver(list => found(list.getEntries())).observe({ type: "paint", buffered: true })
      }),
  )

/** `npm start` with a terminal and no browser, and the page at the address that it prints: from the spawn to the first paint. */
export async function kaonFirst(browser: Browser, folder: string): Promise<Figures> {
  const begun = Date.now()
  const host = spawn("npm", ["start", "--", "app", folder, "--no-open"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  })
  const ended = new Promise(resolve => host.once("exit", resolve))
  const page = await browser.newPage()
  try {
    await page.goto(await printed(host))
    return { firstPaint: (await firstPaint(page)) - begun }
  } finally {
    await page.close()
    // npm hands a signal on to nobody: the whole group gets it.
    process.kill(-host.pid!, "SIGINT")
    await ended
  }
}

export async function labFirst(browser: Browser, folder: string): Promise<Figures> {
  const begun = Date.now()
  await using server = await serveLab(folder)
  const page = await browser.newPage()
  try {
    await page.goto(server.urlOf(""))
    return { firstPaint: (await firstPaint(page)) - begun }
  } finally {
    await page.close()
  }
}

/** What a window without any cache asks for before it paints its first content, in bytes after gzip. */
export async function bundle(page: Page, address: string): Promise<Figures> {
  const bodies = new Map<string, Promise<Buffer>>()
  page.on("response", answer => {
    if (answer.status() === 200)
      bodies.set(
        answer.url(),
        answer.body().catch(() => Buffer.alloc(0)),
      )
  })
  await page.goto(address)
  const at = await firstPaint(page)
  const early = await page.evaluate(
    paint =>
      performance.getEntriesByType("resource").flatMap(({ name, startTime }) => (startTime < paint ? [name] : [])),
    at - (await page.evaluate(() => performance.timeOrigin)),
  )
  const names = [...new Set([page.url(), ...early])]
  const sizes = await Promise.all(names.map(async name => gzipSync((await bodies.get(name)) ?? Buffer.alloc(0)).length))
  return { bundle: sizes.reduce((sum, size) => sum + size, 0) / 1e6 }
}
