import { EventEmitter } from "node:events"
import path from "node:path"
import type { Electron } from "../../electron/main/electron.ts"

/** What was recorded of a session: the handlers that were set, by the names of their setters. */
export class FakeSession {
  readonly handlers: Record<string, (...args: never[]) => unknown> = {}
  readonly #set = (name: string) => (handler: (...args: never[]) => unknown) => {
    this.handlers[name] = handler
  }
  setPermissionRequestHandler = this.#set("permissionRequest")
  setPermissionCheckHandler = this.#set("permissionCheck")
  setDevicePermissionHandler = this.#set("devicePermission")
  setDisplayMediaRequestHandler = this.#set("displayMedia")
  webRequest = { onBeforeRequest: this.#set("beforeRequest") }
}

export class FakeContents extends EventEmitter {
  readonly session: FakeSession
  readonly mainFrame = { url: "", parent: null }
  readonly sent: [channel: string, message: unknown][] = []
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  constructor(session: FakeSession) {
    super()
    this.session = session
  }
  getURL = () => this.mainFrame.url
  setWindowOpenHandler(handler: FakeContents["openHandler"]) {
    this.openHandler = handler
  }
  send(channel: string, message: unknown) {
    this.sent.push([channel, message])
    this.emit("sent", channel, message)
  }
  async printToPDF() {
    return Buffer.from(`%PDF of ${this.mainFrame.url}`)
  }
  forcefullyCrashRenderer() {
    this.emit("render-process-gone", {}, { reason: "crashed" })
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: { webPreferences: Record<string, unknown>; width?: number }
  readonly webContents: FakeContents
  readonly seen: Record<string, unknown> = {}
  focused = false
  destroyed = false
  constructor(options: FakeWindow["options"], contents: FakeContents) {
    super()
    this.options = options
    this.webContents = contents
  }
  readonly #see =
    (name: string) =>
    (value: unknown = true) => {
      this.seen[name] = value
    }
  setTitle = this.#see("title")
  setDocumentEdited = this.#see("edited")
  setRepresentedFilename = this.#see("file")
  setProgressBar = this.#see("progress")
  maximize = this.#see("maximized")
  restore = this.#see("restored")
  show = this.#see("shown")
  isMinimized = () => false
  isMaximized = () => false
  isFocused = () => this.focused
  isDestroyed = () => this.destroyed
  getNormalBounds = () => ({ x: 10, y: 20, width: 900, height: 700 })
  focus() {
    this.focused = true
    this.emit("focus")
  }
  async loadURL(url: string) {
    this.webContents.mainFrame.url = url
    this.emit("load", url)
    this.emit("ready-to-show")
  }
  /** A person closes the window. */
  close() {
    let prevented = false
    this.emit("close", {
      preventDefault: () => {
        prevented = true
      },
    })
    if (!prevented) this.destroy()
  }
  destroy() {
    if (this.destroyed) return
    this.destroyed = true
    this.emit("closed")
  }
}

type Listener = (...args: never[]) => unknown

/** Electron's module, as far as the shell uses it, recording what it is told; `data` is the app's own folder. */
export function fakeElectron({
  data,
  packaged = false,
  first = true,
}: {
  data: string
  packaged?: boolean
  first?: boolean
}) {
  const sessions = new Map<string, FakeSession>()
  const sessionOf = (partition: string) => {
    const found = sessions.get(partition) ?? new FakeSession()
    sessions.set(partition, found)
    return found
  }
  const windows: FakeWindow[] = []
  const notices: { title: string; body: string; click: () => void }[] = []
  const invoked = new Map<string, Listener>()
  const told = new EventEmitter()
  const external: string[] = []
  const errors: string[] = []
  const recents: string[] = []
  const answers = { message: 0, open: [] as string[], save: "" }
  const asked: unknown[] = []
  let menu: unknown
  const app = Object.assign(new EventEmitter(), {
    isPackaged: packaged,
    sandboxed: false,
    lockData: undefined as unknown,
    enableSandbox: () => {
      app.sandboxed = true
    },
    requestSingleInstanceLock: (given: unknown) => {
      app.lockData = given
      return first
    },
    whenReady: async () => {},
    isReady: () => true,
    getPath: (name: string) => path.join(data, name),
    getLocale: () => "en-GB",
    getVersion: () => "0.1.0",
    addRecentDocument: (file: string) => void recents.push(file),
    clearRecentDocuments: () => void recents.splice(0),
    quit: () => {
      let prevented = false
      app.emit("before-quit", {
        preventDefault: () => {
          prevented = true
        },
      })
      if (!prevented) app.emit("quitted")
    },
  })
  class BrowserWindow extends FakeWindow {
    constructor(options: FakeWindow["options"]) {
      super(options, new FakeContents(sessionOf(String(options.webPreferences.partition))))
      windows.push(this)
      app.emit("web-contents-created", {}, this.webContents)
      app.emit("window", this)
    }
  }
  class Notification extends EventEmitter {
    static isSupported = () => true
    readonly given: { title: string; body: string }
    constructor(given: { title: string; body: string }) {
      super()
      this.given = given
    }
    show() {
      notices.push({ ...this.given, click: () => void this.emit("click") })
      app.emit("notice")
    }
  }
  const electron = {
    app,
    BrowserWindow,
    Notification,
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (built: unknown) => {
        menu = built
      },
    },
    dialog: {
      showMessageBox: async (_window: unknown, options: unknown) => {
        asked.push(options)
        app.emit("asked", options)
        return { response: answers.message }
      },
      showOpenDialog: async () => ({ filePaths: answers.open }),
      showSaveDialog: async (_window: unknown, options: unknown) => {
        asked.push(options)
        return { canceled: answers.save === "", filePath: answers.save }
      },
      showErrorBox: (title: string, text: string) => void errors.push(`${title} ${text}`),
    },
    ipcMain: {
      handle: (channel: string, handler: Listener) => void invoked.set(channel, handler),
      on: (channel: string, handler: Listener) => void told.on(channel, handler as () => void),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { fromPartition: sessionOf },
    shell: { openExternal: async (url: string) => void external.push(url) },
  }
  return {
    electron: electron as unknown as Electron,
    app,
    windows,
    sessions,
    notices,
    invoked,
    told,
    external,
    errors,
    recents,
    answers,
    asked,
    menu: () => menu as { label?: string; role?: string; submenu?: MenuLine[] }[],
  }
}

export interface MenuLine {
  id?: string
  label?: string
  type?: string
  enabled?: boolean
  accelerator?: string
  registerAccelerator?: boolean
  role?: string
  submenu?: MenuLine[]
  click?: () => void
}

export type Fake = ReturnType<typeof fakeElectron>

/** The event of a message from the page of a window, or from elsewhere in it. */
export const sentBy = (window: FakeWindow, frame: unknown = window.webContents.mainFrame) => ({
  sender: window.webContents,
  senderFrame: frame,
})
