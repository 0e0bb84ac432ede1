import { createHash } from "node:crypto"
import path from "node:path"
import type { BrowserWindow } from "electron"
import { channelOf, type News } from "../../kernel/contracts/shell/channels.ts"
import { type NewsOf, newsSchemas, type Told } from "../../kernel/contracts/shell/messages.ts"
import type { Desktop } from "./desktop.ts"
import { guardSession } from "./guards.ts"
import type { HostProcess } from "./host.ts"
import { windowOptions } from "./preferences.ts"
import { recoverHost, recoverPage } from "./recovery.ts"
import { placed } from "./windowstate.ts"

/** What the page said of itself last. */
interface Said {
  document: Told<"document">
  progress: Told<"progress">
  menu: Told<"menu"> | undefined
}

/** A folder in a window: its page, and the host that serves it. */
export class AppWindow {
  readonly folder: string
  readonly window: BrowserWindow
  readonly desktop: Desktop
  host: HostProcess
  said: Said = {
    document: { unsaved: false },
    progress: { running: false, fraction: null },
    menu: undefined,
  }
  /** Called when the page said something. */
  heard: () => void = () => {}
  #closing: "no" | "asking" | "yes" = "no"

  constructor(desktop: Desktop, host: HostProcess) {
    const { electron, places, windowState } = desktop
    this.desktop = desktop
    this.folder = host.folder
    this.host = host
    // Each folder's page has cookies and storage of its own.
    const partition = `persist:${createHash("sha256").update(host.folder).digest("hex").slice(0, 16)}`
    const state = windowState.get()
    const screens = electron.screen.getAllDisplays().map(({ workArea }) => workArea)
    this.window = new electron.BrowserWindow({ ...windowOptions(places.preload, partition), ...placed(state, screens) })
    if (state?.maximized === true) this.window.maximize()
    guardSession(this.window.webContents.session, () => this.origin)
    this.window.once("ready-to-show", () => this.window.show())
    this.window.on("close", event => this.#onClose(event))
    this.window.webContents.on("will-prevent-unload", event => event.preventDefault())
    recoverHost(this)
    recoverPage(this)
    void this.load(host.open)
  }

  get origin(): string {
    return this.host.address
  }

  get isClosing(): boolean {
    return this.#closing === "yes"
  }

  /** Loads the page from its host. A load that fails is told by the page's own events. */
  load(notebook?: string): Promise<void> {
    const part = notebook === undefined ? "" : `#${encodeURI(notebook)}`
    return this.window.loadURL(`${this.host.url}${part}`).catch(() => {})
  }

  tell<N extends News>(name: N, message: NewsOf<N>): void {
    this.window.webContents.send(channelOf(name), newsSchemas[name].parse(message))
  }

  focus(): void {
    if (this.window.isMinimized()) this.window.restore()
    this.window.show()
    this.window.focus()
  }

  /** The file in view, by its absolute path. */
  get file(): string | undefined {
    const { path: inFolder } = this.said.document
    return inFolder === undefined ? undefined : path.join(this.folder, inFolder)
  }

  #onClose(event: { preventDefault(): void }): void {
    if (this.#closing === "yes") return
    event.preventDefault()
    if (this.#closing === "no") void this.close()
  }

  /** Closes the window and ends its host, asking first what becomes of cells that run. False where the person would rather stay. */
  async close(): Promise<boolean> {
    if (this.#closing !== "no") return this.#closing === "yes"
    this.#closing = "asking"
    const kernels = this.said.progress.running ? await this.#askOfKernels() : "end"
    if (kernels === "stay") {
      this.#closing = "no"
      return false
    }
    await this.#saved()
    this.#closing = "yes"
    this.desktop.windowState.set({ bounds: this.window.getNormalBounds(), maximized: this.window.isMaximized() })
    await this.host.end(kernels === "end")
    this.window.destroy()
    return true
  }

  async #askOfKernels(): Promise<"end" | "keep" | "stay"> {
    const { electron, words } = this.desktop
    const { response } = await electron.dialog.showMessageBox(this.window, {
      type: "question",
      message: words().busyTitle,
      detail: words().busyDetail,
      buttons: [words().runOn, words().stop, words().cancel],
      defaultId: 0,
      cancelId: 2,
    })
    return (["keep", "end", "stay"] as const)[response] ?? "stay"
  }

  /** Has the page save what is not saved, and waits for it a little: what takes longer cannot be saved now. */
  #saved(): Promise<void> {
    if (!this.said.document.unsaved) return Promise.resolve()
    this.tell("command", { id: "file.save" })
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = this.heard
    const timer = setTimeout(resolve, 3000)
    this.heard = () => {
      before()
      if (!this.said.document.unsaved) resolve()
    }
    return promise.finally(() => {
      clearTimeout(timer)
      this.heard = before
    })
  }
}
