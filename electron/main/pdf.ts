import { writeFile } from "node:fs/promises"
import path from "node:path"
import type { Desktop } from "./desktop.ts"
import type { AppWindow } from "./window.ts"

/** Saves a window's page, as it is drawn for paper, where the person says; false where they would rather not. */
export async function savePdf({ electron, words }: Desktop, own: AppWindow, name: string): Promise<boolean> {
  const defaultPath = path.join(own.folder, `${path.basename(name).replace(/\.\w+$/, "")}.pdf`)
  const filters = [{ name: "PDF", extensions: ["pdf"] }]
  const chosen = await electron.dialog.showSaveDialog(own.window, { title: words().saveAs, defaultPath, filters })
  if (chosen.canceled || chosen.filePath === "") return false
  const options = { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true }
  try {
    await writeFile(chosen.filePath, await own.window.webContents.printToPDF(options))
    return true
  } catch (cause) {
    electron.dialog.showErrorBox(words().pdfFailed, cause instanceof Error ? cause.message : String(cause))
    throw cause
  }
}
