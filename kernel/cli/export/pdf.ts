import { execFile } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { KaonError } from "../../contracts/errors.ts"

const run = promisify(execFile)

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "msedge",
  "chrome",
]
const places: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
}

/** A Chromium, Chrome or Edge of this machine; the one that CHROME_PATH names first. */
export function findBrowser({ platform, env }: Pick<NodeJS.Process, "platform" | "env">): string | undefined {
  const ending = platform === "win32" ? ".exe" : ""
  const folders = (env.PATH ?? "").split(delimiter).filter(folder => folder !== "")
  const found = names.flatMap(name => folders.map(folder => join(folder, name + ending)))
  const all = [...(env.CHROME_PATH ? [env.CHROME_PATH] : []), ...found, ...(places[platform] ?? [])]
  return all.find(file => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Milliseconds that a browser may take. */
const patience = 120_000

/** A page as PDF, by a browser of this machine without a window. Throws EXPORT_FAILED where there is none. */
export async function toPdf(
  html: string,
  machine: Pick<NodeJS.Process, "platform" | "env"> = process,
): Promise<Uint8Array> {
  const browser = findBrowser(machine)
  if (browser === undefined) {
    throw new KaonError("EXPORT_FAILED", "There is no browser here that could write a PDF.", {
      fix: "Install Chromium, Chrome or Edge, or name one by CHROME_PATH; or export HTML and print that.",
    })
  }
  const folder = await mkdtemp(join(tmpdir(), "kaon-pdf-"))
  try {
    const [page, pdf] = [join(folder, "page.html"), join(folder, "page.pdf")]
    await writeFile(page, html)
    // Chromium refuses to run as root with its sandbox; the page is our own, and nothing in it runs.
    const root = process.getuid?.() === 0 ? ["--no-sandbox"] : []
    const args = [
      "--headless",
      "--disable-gpu",
      "--no-first-run",
      "--no-pdf-header-footer",
      `--user-data-dir=${join(folder, "profile")}`,
    ]
    await run(browser, [...args, ...root, `--print-to-pdf=${pdf}`, pathToFileURL(page).href], { timeout: patience })
    return await readFile(pdf)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause)
    throw new KaonError("EXPORT_FAILED", `${browser} wrote no PDF: ${why}.`, {
      fix: "Name another browser by CHROME_PATH, or export HTML and print that.",
      cause,
    })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
