import { type ChildProcess, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { rm } from "node:fs/promises"
import path from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { installedPrefix } from "./python.ts"

const executablePath = "/usr/bin/chromium"

/** Why there is no browser, or false where there is one. */
export const withoutBrowser: string | false = existsSync(executablePath)
  ? false
  : "Chromium is not here: node test/setup.mjs says why"

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })

/** A real JupyterLab on loopback with Kaon's kernelspec installed, serving `folder`. */
export async function serveLab(folder: string) {
  const installed = installedPrefix()
  const bin = path.resolve(import.meta.dirname, "../../.cache/python/bin/jupyter")
  const args = [
    "lab",
    "--no-browser",
    "--allow-root",
    "--ServerApp.token=lab",
    "--ServerApp.port=0",
    `--ServerApp.root_dir=${folder}`,
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
  ]
  const environment = {
    ...installed.environment,
    JUPYTER_CONFIG_DIR: path.join(installed.prefix, "config"),
    JUPYTER_DATA_DIR: path.join(installed.prefix, "data"),
    JUPYTERLAB_SETTINGS_DIR: path.join(installed.prefix, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: path.join(installed.prefix, "workspaces"),
  }
  const server = spawn(bin, args, { env: environment, stdio: ["ignore", "ignore", "pipe"] })
  const address = await addressOf(server)
  return {
    address,
    urlOf: (file: string) => `${address}/lab${file === "" ? "" : `/tree/${file}`}?token=lab`,
    async [Symbol.asyncDispose]() {
      const ended = new Promise(resolve => server.once("exit", resolve))
      server.kill("SIGTERM")
      await ended
      await rm(installed.prefix, { recursive: true, force: true })
    },
  }
}

/** JupyterLab in a page of real Chromium. */
export async function startLab(folder: string) {
  const server = await serveLab(folder)
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
  return {
    page,
    open: (file: string) => page.goto(server.urlOf(file)),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ""
    server.stderr!.on("data", (chunk: Buffer) => {
      text += chunk
      const found = /(http:\/\/(?:127\.0\.0\.1|localhost):\d+)\/lab/.exec(text)
      if (found?.[1] !== undefined) resolve(found[1])
    })
    server.once("exit", code => reject(new Error(`JupyterLab ended with ${code}: ${text}`)))
  })
}

/** JupyterLab's own menu. */
export async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.locator(`.lm-MenuBar-item:has-text("${menu}")`).first().click()
  await page.locator(`.lm-Menu-item:has-text("${item}")`).first().click()
}

/** Waits until JupyterLab shows the notebook's kernel as idle: what is typed before may be lost. */
export const readyKernel = (page: Page): Promise<void> =>
  page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first().waitFor({ timeout: 60_000 })
