import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import type { Page } from "playwright-core"
import { build } from "../../../electron/build/build.ts"
import { serve } from "../../e2e/serving.ts"
import { serveLab } from "../../peers/lab.ts"
import { books } from "./books.ts"

/** One of the two applications, as a person's hand finds it. */
export interface Side {
  readonly name: "kaon" | "jupyterlab"
  /** The address of a notebook in a new window; of the application itself for "". */
  urlOf(file: string): string
  /** Code cells' sources, what of them is clicked, and what holds their lines while they are edited. */
  readonly code: string
  readonly text: string
  readonly lines: string
  readonly scroller: string
  /** The application is there and idle. */
  readonly started: string
  /** The kernel of the notebook is idle. */
  readonly idle: string
  openFile(page: Page, file: string): Promise<void>
  openOutline(page: Page): Promise<void>
  outlineEntry(text: string): string
  runFirst(page: Page): Promise<void>
  /** The first cell's run has ended; `text` is its last output. */
  ran(text: string): string
  [Symbol.asyncDispose](): Promise<void>
}

async function folderOf(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `kaon-bench-${name}-`))
  for (const [file, content] of Object.entries(books)) await writeFile(path.join(folder, file), JSON.stringify(content))
  return folder
}

export async function kaonSide(): Promise<Side> {
  await build()
  const folder = await folderOf("kaon")
  const host = await serve(folder, path.join(folder, ".home"))
  return {
    name: "kaon",
    urlOf: file => (file === "" ? host.address : `${host.address}#${file}`),
    code: "[data-cell].code .source",
    text: ".static, .view-lines",
    lines: ".view-lines",
    scroller: "[data-notebook]",
    started: ".welcome",
    idle: '.lamp[data-status="idle"]',
    openFile: (page, file) => page.click(`.side-panel .list-row:has-text("${file}")`),
    openOutline: page => page.getByRole("button", { name: "Outline", exact: true }).click(),
    outlineEntry: text => `.side-panel .tree .list-row span:text-is("${text}")`,
    ran: () => '[data-cell][data-state="done"]',
    runFirst: async page => {
      await page.locator("[data-cell]").first().focus()
      await page.keyboard.press("Control+Enter")
    },
    async [Symbol.asyncDispose]() {
      await fetch(`${new URL(host.address).origin}/api/sessions`, { headers: { authorization: "token e2e" } })
        .then(answer => answer.json() as Promise<{ id: string }[]>)
        .then(found => Promise.all(found.map(({ id }) => endSession(new URL(host.address).origin, id))))
      await host.end("SIGTERM")
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

const endSession = (origin: string, id: string) =>
  fetch(`${origin}/api/sessions/${id}`, { method: "DELETE", headers: { authorization: "token e2e" } })

export async function labSide(): Promise<Side> {
  const folder = await folderOf("lab")
  await mkdir(folder, { recursive: true })
  const server = await serveLab(folder)
  let windows = 0
  return {
    name: "jupyterlab",
    // A workspace of its own for each window, else it opens again what another had open.
    urlOf: file => `${server.address}/lab/workspaces/bench${++windows}${file === "" ? "" : `/tree/${file}`}?token=lab`,
    code: ".jp-Notebook .jp-CodeCell .jp-InputArea-editor",
    text: ".cm-content",
    lines: ".cm-content",
    scroller: ".jp-NotebookPanel .jp-WindowedPanel-outer",
    started: ".jp-DirListing-item",
    idle: '.jp-Notebook-ExecutionIndicator[data-status="idle"]',
    openFile: (page, file) => page.locator(`.jp-DirListing-item:has-text("${file}")`).dblclick(),
    openOutline: async page => {
      await page.getByRole("tab", { name: /Table of Contents/ }).click()
    },
    outlineEntry: text => `.jp-TableOfContents .jp-tocItem-content:text-is("${text}")`,
    ran: text => `.jp-OutputArea-output :text("${text}")`,
    runFirst: async page => {
      await page.locator(".jp-Notebook .jp-CodeCell .cm-content").first().click()
      await page.keyboard.press("Control+Enter")
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
