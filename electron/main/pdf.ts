import { randomUUID } from "node:crypto"
import { writeFile } from "node:fs/promises"
import type { Electron } from "./electron.ts"
import { printOptions } from "./preferences.ts"

const scheme = "kaon-print"

/** Must be told to Electron before it is ready: the one page that is printed has an origin of its own. */
export const printScheme = { scheme, privileges: { standard: true, secure: true } }

/** What a printed page may have: what it brought itself, without scripts. */
const policy =
  "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/**
 * Turns a page into a PDF: in an unseen window and a session of its own in memory, that knows no address but this page, so that it can
 * load nothing from anywhere.
 */
export async function pdfOf({ BrowserWindow, session }: Electron, html: string): Promise<Buffer> {
  const partition = `print-${randomUUID()}`
  const own = session.fromPartition(partition)
  const address = `${scheme}://page/`
  own.protocol.handle(scheme, () => {
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }
    return new Response(html, { headers })
  })
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url !== address && !url.startsWith("data:") }))
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  const window = new BrowserWindow(printOptions(partition))
  try {
    await window.loadURL(address)
    return await window.webContents.printToPDF({ printBackground: true, generateTaggedPDF: true })
  } finally {
    window.destroy()
    own.protocol.unhandle(scheme)
  }
}

export async function savePdf(electron: Electron, html: string, file: string): Promise<void> {
  await writeFile(file, await pdfOf(electron, html))
}
