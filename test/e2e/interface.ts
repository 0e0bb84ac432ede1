import { type ChildProcess, execFile, spawn } from "node:child_process"
import { globSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import type { Browser, Page } from "playwright-core"
import { build } from "../../electron/build/build.ts"
import { launch } from "../peers/lab.ts"

export { withoutBrowser } from "../peers/lab.ts"

const root = path.resolve(import.meta.dirname, "../..")

export interface Interface {
  readonly page: Page
  readonly folder: string
  /** What the page complained of: errors in the console, and uncaught ones. */
  readonly complaints: string[]
  /** Opens a notebook of the folder and waits for its kernel. */
  open(name: string): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The interface in real Chromium on `kaon serve`, in a new folder with these notebooks. */
export async function startInterface(
  notebooks: Record<string, unknown>,
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Interface> {
  await build()
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-e2e-"))
  for (const [name, content] of Object.entries(notebooks)) {
    await writeFile(path.join(folder, name), JSON.stringify(content))
  }
  const home = path.join(folder, ".home")
  const host = spawn(process.execPath, [path.join(root, "kernel/cli/main.ts"), "serve", folder, "--token", "e2e"], {
    env: { ...process.env, KAON_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const address = await addressOf(host)
  const browser: Browser = await launch()
  const { width = 1280, height = 900, dark = false } = options
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" })
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on("console", message => void (message.type() === "error" && complaints.push(message.text())))
  page.on("pageerror", error => void complaints.push(error.message))
  await page.goto(address)
  await page.waitForSelector(".welcome")
  return {
    page,
    folder,
    complaints,
    async open(name) {
      await page.click(`.side-panel .list-row:has-text("${name}")`)
      await page.waitForSelector("[data-cell]")
      await page.waitForSelector('.lamp[data-status="idle"]')
    },
    async [Symbol.asyncDispose]() {
      await page.evaluate(async () => {
        const sessions = (await (await fetch("api/sessions")).json()) as { id: string }[]
        await Promise.all(sessions.map(({ id }) => fetch(`api/sessions/${id}`, { method: "DELETE" })))
      })
      await browser.close()
      const ended = new Promise(resolve => host.once("exit", resolve))
      host.kill("SIGTERM")
      await ended
      // Services outlive the host by design.
      for (const file of globSync(".kaon/deployments/*.json", { cwd: folder })) {
        const stop = [path.join(root, "kernel/cli/main.ts"), "stop", path.basename(file, ".json")]
        await promisify(execFile)(process.execPath, stop, { cwd: folder })
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ""
    host.stdout!.on("data", (chunk: Buffer) => {
      text += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(text)
      if (found !== null) resolve(found[0])
    })
    host.once("exit", code => reject(new Error(`kaon serve ended with ${code}: ${text}`)))
  })
}

/** A notebook of cells: a text is code, an object is a cell's fields. */
export const notebook = (...cells: (string | Record<string, unknown>)[]) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "kaon", display_name: "TypeScript (Kaon)", language: "typescript" } },
  cells: cells.map((cell, index) => {
    const fields = typeof cell === "string" ? { source: cell } : cell
    const code = (fields as { cell_type?: string }).cell_type === undefined
    return {
      id: `c${index + 1}`,
      cell_type: "code",
      metadata: {},
      ...(code && { outputs: [], execution_count: null }),
      ...fields,
    }
  }),
})

/** Waits until a cell's run has ended, and says how. */
export async function ended(page: Page, cell: string): Promise<string | null> {
  const found = await page.waitForSelector(
    `[data-cell="${cell}"]:is([data-state="done"], [data-state="failed"], [data-state="aborted"])`,
    { state: "attached", timeout: 60_000 },
  )
  return found.getAttribute("data-state")
}
