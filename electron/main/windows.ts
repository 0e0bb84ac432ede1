import { realpath, stat } from "node:fs/promises"
import path from "node:path"
import type { WebContents } from "electron"
import type { Desktop } from "./desktop.ts"
import { startHost } from "./host.ts"
import { pathInFolder } from "./openings.ts"
import { AppWindow } from "./window.ts"

/** The windows of the app, one a folder. */
export class Windows {
  readonly #desktop: Desktop
  readonly #all = new Set<AppWindow>()
  #opening: Promise<unknown> = Promise.resolve()
  /** Called when windows came, went, or said something. */
  changed: (window?: AppWindow) => void = () => {}

  constructor(desktop: Desktop) {
    this.#desktop = desktop
  }

  list(): AppWindow[] {
    return [...this.#all]
  }

  of(contents: WebContents): AppWindow | undefined {
    return this.list().find(({ window }) => !window.isDestroyed() && window.webContents === contents)
  }

  /** The window in front, or the one that was opened last. */
  front(): AppWindow | undefined {
    return this.list().find(({ window }) => window.isFocused()) ?? this.list().at(-1)
  }

  /** Opens a folder or a notebook in the window that has it, else in a new one; without a path, the folder that was open last. One after another. */
  open(wanted: string | undefined): Promise<void> {
    const opened = this.#opening.then(() => this.#open(wanted))
    this.#opening = opened.catch(() => {})
    return opened
  }

  async #open(wanted: string | undefined): Promise<void> {
    const place = wanted === undefined ? undefined : await realpath(wanted).catch(() => wanted)
    if (await this.#shown(place)) return
    const { electron, places, home, words } = this.#desktop
    try {
      const host = await startHost(places, home, place)
      const known = this.#all.values().find(({ folder }) => folder === host.folder)
      if (known !== undefined) {
        await host.end(false)
        return known.focus()
      }
      this.#add(new AppWindow(this.#desktop, host))
    } catch (cause) {
      electron.dialog.showErrorBox(words().hostFailed, cause instanceof Error ? cause.message : String(cause))
    }
  }

  /** Shows a place in a window that is open; false where none has it. */
  async #shown(place: string | undefined): Promise<boolean> {
    if (place === undefined) {
      this.front()?.focus()
      return this.#all.size > 0
    }
    const isFolder = await stat(place).then(
      found => found.isDirectory(),
      () => false,
    )
    const folder = isFolder ? place : path.dirname(place)
    const found = this.list().find(own => own.folder === folder || (!isFolder && inside(own.folder, place)))
    if (found === undefined) return false
    found.focus()
    const notebook = isFolder ? undefined : pathInFolder(found.folder, place)
    if (notebook !== undefined) found.tell("open", { path: notebook })
    return true
  }

  #add(own: AppWindow): void {
    this.#all.add(own)
    own.heard = () => this.changed(own)
    own.window.on("focus", () => this.changed(own))
    own.window.on("closed", () => {
      this.#all.delete(own)
      this.changed()
    })
    this.changed(own)
  }

  /** Closes every window; false where the person would rather stay. */
  async closeAll(): Promise<boolean> {
    for (const own of this.list()) if (!(await own.close())) return false
    return true
  }
}

const inside = (folder: string, file: string): boolean => pathInFolder(folder, file) !== undefined
