import path from "node:path"
import type { Handlers } from "./channels.ts"
import type { Desktop } from "./desktop.ts"
import { externalAddress } from "./external.ts"
import { barOf, isWorthNotice } from "./notices.ts"
import { savePdf } from "./pdf.ts"
import type { AppWindow } from "./window.ts"
import type { Windows } from "./windows.ts"

/** What main does for its pages. `opened` is told of each notebook that comes into view. */
export function handlersOf(desktop: Desktop, windows: Windows, opened: (file: string) => void): Handlers<AppWindow> {
  const { electron, words, notify } = desktop
  const choose = async (own: AppWindow, what: "openFile" | "openDirectory") => {
    const filters = what === "openFile" ? [{ name: words().notebooks, extensions: ["ipynb", "ts"] }] : []
    const { filePaths } = await electron.dialog.showOpenDialog(own.window, { properties: [what], filters })
    if (filePaths[0] !== undefined) await windows.open(filePaths[0])
    return { done: filePaths[0] !== undefined }
  }
  return {
    ask: {
      about: async () => {
        const { electron: version, chrome, node } = process.versions
        return {
          version: electron.app.getVersion(),
          electron: version ?? "",
          chromium: chrome ?? "",
          node,
          platform: process.platform,
        }
      },
      link: async ({ url }) => {
        const address = externalAddress(url)
        if (address !== undefined) await electron.shell.openExternal(address)
        return { done: address !== undefined }
      },
      pdf: async ({ name }, own) => ({ done: await savePdf(desktop, own, name) }),
      openNotebook: (_request, own) => choose(own, "openFile"),
      openFolder: (_request, own) => choose(own, "openDirectory"),
    },
    tell: {
      document: (document, own) => {
        const before = own.file
        own.said.document = document
        const { file } = own
        own.window.setTitle(`${document.path ?? path.basename(own.folder)} – Kaon`)
        own.window.setDocumentEdited(document.unsaved)
        own.window.setRepresentedFilename(file ?? own.folder)
        if (file !== undefined && file !== before) opened(file)
        own.heard()
      },
      menu: (menu, own) => {
        own.said.menu = menu
        own.heard()
      },
      progress: (progress, own) => {
        own.said.progress = progress
        own.window.setProgressBar(barOf(progress))
      },
      ended: (ended, own) => {
        if (isWorthNotice(ended, own.window.isFocused())) notify(own, ended.title, ended.body)
      },
    },
  }
}
