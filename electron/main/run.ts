import path from "node:path"
import { z } from "zod"
import { bindChannels } from "./channels.ts"
import type { Desktop } from "./desktop.ts"
import type { Electron } from "./electron.ts"
import { externalAddress } from "./external.ts"
import { guardContents, isFromPage } from "./guards.ts"
import { handlersOf } from "./handlers.ts"
import { keptIn } from "./kept.ts"
import { menuTemplate } from "./menu.ts"
import { pathIn } from "./openings.ts"
import { placesIn } from "./places.ts"
import { recentsSchema, withRecent } from "./recents.ts"
import { Windows } from "./windows.ts"
import { windowStateSchema } from "./windowstate.ts"
import { words, wordsFor } from "./words.ts"

const launchSchema = z.object({ path: z.string().optional() })

export interface Launch {
  /** The folder of package.json. */
  root: string
  argv: readonly string[]
  cwd: string
}

/** The desktop app: one process, its windows, its menu. `undefined` where another process of the app runs already and has been told. */
export async function runShell(electron: Electron, { root, argv, cwd }: Launch): Promise<Windows | undefined> {
  const { app, Menu, Notification, ipcMain, shell } = electron
  app.enableSandbox()
  const wanted = pathIn(argv, cwd, app.isPackaged ? 1 : 2)
  if (!app.requestSingleInstanceLock({ path: wanted })) {
    app.quit()
    return undefined
  }
  const mac = process.platform === "darwin"
  const kept = <S extends z.ZodType>(name: string, schema: S) =>
    keptIn(path.join(app.getPath("userData"), `${name}.json`), schema)
  const recents = kept("recents", recentsSchema)
  const desktop: Desktop = {
    electron,
    places: placesIn(root),
    home: app.isPackaged ? path.join(app.getPath("documents"), "Kaon") : path.join(root, "workspaces"),
    windowState: kept("window", windowStateSchema),
    words: () => {
      const language = windows.front()?.said.menu?.language
      return language === undefined ? wordsFor(app.getLocale()) : words[language]
    },
    notify: (own, title, body) => {
      if (!Notification.isSupported()) return
      const notice = new Notification({ title, body })
      notice.on("click", () => own.focus())
      notice.show()
    },
    now: Date.now,
  }
  const windows = new Windows(desktop)
  const open = (file: string | undefined) => void windows.open(file)
  const leave = (address: string) => {
    const allowed = externalAddress(address)
    if (allowed !== undefined) void shell.openExternal(allowed)
  }
  const drawMenu = () => {
    const front = windows.front()
    const handlers = handlersOf(desktop, windows, remember)
    const template = menuTemplate({
      mac,
      words: desktop.words(),
      recents: recents.get() ?? [],
      page: front?.said.menu,
      command: id => windows.front()?.tell("command", { id }),
      open: () => void (front && handlers.ask.openNotebook({}, front)),
      openFolder: () => void (front && handlers.ask.openFolder({}, front)),
      openRecent: open,
      clearRecent: () => {
        app.clearRecentDocuments()
        recents.set([])
        drawMenu()
      },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  const remember = (file: string) => {
    app.addRecentDocument(file)
    recents.set([...withRecent(recents.get() ?? [], file)])
    drawMenu()
  }
  windows.changed = drawMenu

  app.on("web-contents-created", (_event, contents) => {
    guardContents(contents, () => windows.of(contents)?.origin, leave)
  })
  bindChannels(
    ipcMain,
    event => {
      const own = windows.of(event.sender)
      return own !== undefined && isFromPage(event, own.window.webContents, own.origin) ? own : undefined
    },
    handlersOf(desktop, windows, remember),
  )
  app.on("second-instance", (_event, _argv, _cwd, data) => open(launchSchema.safeParse(data).data?.path))
  let asked: string | undefined
  // A Mac gives files by events, the first of them before the app is ready.
  app.on("open-file", (event, file) => {
    event.preventDefault()
    if (app.isReady()) open(file)
    else asked = file
  })
  app.on("activate", () => open(undefined))
  app.on("window-all-closed", () => {
    if (!mac) app.quit()
  })
  let ended = false
  app.on("before-quit", event => {
    if (ended || windows.list().length === 0) return
    event.preventDefault()
    void windows.closeAll().then(all => {
      ended = all
      if (all) app.quit()
    })
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit())
  await app.whenReady()
  drawMenu()
  await windows.open(asked ?? wanted)
  // Nothing to show and nobody to close it: the reason was told.
  if (windows.list().length === 0) app.quit()
  return windows
}
