import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import type { BrowserContext, Page } from "playwright-core"
import { build } from "../../electron/build/build.ts"
import { attachAll } from "../../kernel/keeper/index.ts"
import { theBrowser } from "./browser.ts"
import { type Serving, serve, stopServices } from "./serving.ts"

export { withoutBrowser } from "../peers/lab.ts"
export { notebook } from "./notebook.ts"

export interface Interface {
  readonly page: Page
  readonly folder: string
  /** What the pages complained of: errors in the console, and uncaught ones. */
  readonly complaints: string[]
  /** The host's process, as it is now. */
  readonly host: Serving
  /** Opens a notebook of the folder and waits for its kernel. */
  open(name: string, page?: Page): Promise<void>
  /** One more window of the same person. */
  window(): Promise<Page>
  /** Starts the host again on its port, after its end. */
  restartHost(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface InterfaceOptions {
  width?: number
  height?: number
  dark?: boolean
  /** Files beside the notebooks: their text by path. */
  files?: Record<string, string>
  /** Settings that differ from those that everybody begins with. */
  settings?: Record<string, unknown>
  /** A command that starts the host, such as one that sets limits: its words before those of the host. */
  under?: readonly string[]
}

/** The interface in real Chromium on `kaon serve`, in a new folder with these notebooks. */
export async function startInterface(
  notebooks: Record<string, unknown>,
  options: InterfaceOptions = {},
): Promise<Interface> {
  await build()
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-e2e-"))
  for (const [name, content] of Object.entries(notebooks)) {
    await writeFile(path.join(folder, name), JSON.stringify(content))
  }
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  const home = path.join(folder, ".home")
  let host = await serve(folder, home, 0, options.under)
  const { width = 1280, height = 900, dark = false } = options
  const context: BrowserContext = await (await theBrowser()).newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
  })
  context.setDefaultTimeout(20_000)
  if (options.settings !== undefined) await context.addInitScript(keepSettings, JSON.stringify(options.settings))
  const complaints: string[] = []
  const window = async () => {
    const page = await context.newPage()
    page.on("console", message => void (message.type() === "error" && complaints.push(message.text())))
    page.on("pageerror", error => void complaints.push(error.message))
    await page.goto(host.address)
    await page.waitForSelector(".welcome, [data-notebook]")
    return page
  }
  const first = await window()
  return {
    page: first,
    folder,
    complaints,
    get host() {
      return host
    },
    window,
    async open(name, page = first) {
      await page.click(`.side-panel .list-row:has-text("${name}")`)
      // Not the cells of what was open before.
      await page.locator('.tab[data-selected="true"]', { hasText: name }).waitFor()
      await page.waitForSelector("[data-cell]")
      await page.waitForSelector('.lamp[data-status="idle"]')
    },
    async restartHost() {
      host = await serve(folder, home, Number(new URL(host.address).port), options.under)
    },
    async [Symbol.asyncDispose]() {
      await context.close()
      await host.end("SIGTERM")
      for (const { attachment } of await attachAll(path.join(folder, ".kaon/kernels"))) {
        await attachment.call("shutdown").catch(() => {})
        attachment.close()
      }
      await stopServices(folder)
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Runs in the page before its own code, and in its frames, which have no storage. */
function keepSettings(text: string): void {
  if (window === top && localStorage.getItem("kaon.settings") === null) localStorage.setItem("kaon.settings", text)
}

/** Where the focus is: the id of a cell, else a class; "lost" where nothing has it. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: here } = document
    return here === null || here === document.body ? "lost" : (here.getAttribute("data-cell") ?? here.className)
  })

/** Waits until the status bar says that what is open stands in its file. */
export const saved = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector(".status [role=status]")?.textContent === "saved")

/** What the host answers. */
export async function asked<T>(app: Interface, address: string): Promise<T> {
  const answer = await fetch(new URL(address, app.host.address), { headers: { authorization: "token e2e" } })
  return (await answer.json()) as T
}

/** Waits until a cell's run has ended, and says how. */
export async function ended(page: Page, cell: string): Promise<string | null> {
  const how = await page.waitForFunction(
    id => {
      const state = document.querySelector(`[data-cell="${id}"]`)?.getAttribute("data-state") ?? null
      return state !== null && ["done", "failed", "aborted"].includes(state) && state
    },
    cell,
    { timeout: 60_000 },
  )
  return (await how.jsonValue()) || null
}
