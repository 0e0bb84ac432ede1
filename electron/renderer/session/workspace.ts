import { defaultSettings, type Settings, settingsSchema } from "../../../kernel/contracts/settings.ts"
import { type Entry, type Rest, rest, type Server } from "../jupyter/rest.ts"
import { type AppEffect, type AppOperation, type AppState, noFind, reduceApp } from "../state/app.ts"
import { fromFile, newCell } from "../state/file.ts"
import { merge } from "../state/merge.ts"
import type { Cell, NotebookState } from "../state/model.ts"
import { createStore, type Store } from "../state/store.ts"
import { en, type Words } from "../words/en.ts"
import { zh } from "../words/zh.ts"
import { writeSystemClipboard } from "./clipboard.ts"
import { keep, kept } from "./kept.ts"
import { NotebookSession, newId, type Surroundings } from "./notebook.ts"
import { runAll } from "./running.ts"

const tables: Record<string, Words> = { en, zh }

export type Opening =
  | { state: "opening" }
  | { state: "open"; session: NotebookSession }
  | { state: "failed"; reason: string }

/** Everything that is open in one window: the app's state, its server and its notebooks. */
export class Workspace {
  readonly rest: Rest
  readonly server: Server
  readonly app: Store<AppState, AppOperation>
  /** Scrolls a cell into view; set by the notebook view. */
  reveal: (cell: string) => void = () => {}
  /** Scrolls the notebook by pages; set by the notebook view. */
  scroll: (pages: number) => void = () => {}
  /** Puts the focus into the find panel; set by that panel while it is there. */
  focusFind: () => void = () => {}
  /** What was copied last, in any notebook of this window. */
  #clipboard: readonly Cell[] = []
  /** Notebooks that were just opened, and have not had a kernel yet. */
  readonly #fresh = new Set<NotebookSession>()
  readonly #notebooks = new Map<string, Opening>()
  readonly #listeners = new Set<() => void>()

  constructor(server: Server) {
    this.server = server
    this.rest = rest(server)
    const narrow = matchMedia("(max-width: 900px)")
    const initial: AppState = {
      tabs: [],
      current: undefined,
      panel: narrow.matches ? undefined : "files",
      right: !narrow.matches,
      palette: false,
      dialog: undefined,
      settings: settingsSchema.catch(defaultSettings).parse(kept("settings")),
      narrow: narrow.matches,
      cursor: undefined,
      said: "",
      find: noFind,
      seen: undefined,
    }
    this.app = createStore(initial, reduceApp, effect => this.#perform(effect))
    const read = () => void this.#readSettings()
    read()
    // Another window, or another browser, may have changed them.
    addEventListener("focus", read)
    narrow.addEventListener("change", ({ matches }) => this.app.dispatch({ op: "narrow", narrow: matches }))
  }

  words = (): Words => tables[this.app.get().settings.language] ?? en

  /** What is known of the current notebook, or undefined on the welcome page. */
  current = (): Opening | undefined => {
    const { current } = this.app.get()
    return current === undefined ? undefined : this.#notebooks.get(current)
  }

  notebook(path: string): NotebookSession | undefined {
    const found = this.#notebooks.get(path)
    return found?.state === "open" ? found.session : undefined
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async open(path: string): Promise<void> {
    const known = this.#notebooks.get(path)
    if (known === undefined || known.state === "failed") this.#set(path, { state: "opening" })
    this.app.dispatch({ op: "open", path })
    if (known !== undefined && known.state !== "failed") return
    try {
      const found = await this.rest.read(path)
      const state = fromFile(path, found.content, found.last_modified ?? "", newId)
      const session = new NotebookSession(this.rest, this.server, state, this.#surroundings())
      session.dispatch({ op: "clipped", cells: this.#clipboard })
      this.#fresh.add(session)
      this.#set(path, { state: "open", session })
      void session.connect()
    } catch (cause) {
      this.#set(path, { state: "failed", reason: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  close(path: string): void {
    const session = this.notebook(path)
    if (session?.store.get().saved === "dirty") session.dispatch({ op: "save" })
    session?.close()
    this.#notebooks.delete(path)
    this.app.dispatch({ op: "close", path })
  }

  async create(folder: string, content?: unknown, name?: string): Promise<void> {
    const made = await this.rest.create(folder)
    let path = made.path
    if (name !== undefined) path = await this.#named(made, name)
    if (content !== undefined) await this.rest.save(path, content)
    await this.open(path)
  }

  async #named(made: Entry, name: string): Promise<string> {
    const folder = made.path.slice(0, -made.name.length)
    const renamed = await this.rest.rename(made.path, `${folder}${name}.ipynb`).catch(() => made)
    return renamed.path
  }

  #set(path: string, opening: Opening): void {
    this.#notebooks.set(path, opening)
    for (const listener of this.#listeners) listener()
  }

  #surroundings(): Surroundings {
    return {
      reveal: cell => this.reveal(cell),
      announce: (what, number) => {
        const words = this.words()
        const says = { running: words.runningCell, done: words.finished, failed: words.failedCell }
        this.app.dispatch({ op: "say", text: says[what](number) })
      },
      autosave: () => this.app.get().settings.autosave,
      autosaveAfter: () => this.app.get().settings.autosaveAfter,
      copied: cells => this.#copied(cells),
      connected: session => {
        if (!this.#fresh.delete(session) || !this.app.get().settings.runOnOpen) return
        if (session.store.get().trusted) runAll(session, this)
      },
      conflict: (session, theirs) => this.#conflict(session, theirs),
    }
  }

  /** What was copied in one notebook can be pasted in all of them, and in other programs. */
  #copied(cells: readonly Cell[]): void {
    this.#clipboard = cells
    for (const opening of this.#notebooks.values()) {
      if (opening.state === "open") opening.session.dispatch({ op: "clipped", cells })
    }
    writeSystemClipboard(cells)
  }

  async #readSettings(): Promise<void> {
    const found = await this.rest.settings().catch(() => undefined)
    // A change that was made while the answer was on its way is newer.
    if (found === undefined || this.#keeping > 0) return
    keep("settings", found)
    if (JSON.stringify(found) !== JSON.stringify(this.app.get().settings)) {
      this.app.dispatch({ op: "settingsRead", settings: found })
    }
  }

  #keeping = 0
  #keepSettings(settings: Settings): void {
    keep("settings", settings)
    this.#keeping++
    void this.rest
      .keepSettings(settings)
      .catch(() => {})
      .finally(() => this.#keeping--)
  }

  #conflict(session: NotebookSession, theirs: NotebookState): void {
    const merged = merge(session.base, session.store.get(), theirs, newId)
    const take = (state: NotebookState) => {
      session.base = { order: theirs.order, cells: theirs.cells }
      session.dispatch({ op: "loaded", state })
    }
    const choices = {
      mine: () => session.dispatch({ op: "save", force: true }),
      theirs: () => take(theirs),
      merge: () => {
        const order = merged.document.order.length > 0 ? merged.document.order : [newId()]
        const cells =
          merged.document.order.length > 0 ? merged.document.cells : new Map([[order[0]!, newCell(order[0]!, "code")]])
        take({ ...theirs, order, cells, active: order[0]!, anchor: order[0]! })
        session.dispatch({ op: "save", force: true })
      },
    }
    const answer = (choice: keyof typeof choices) => {
      this.app.dispatch({ op: "dialog", dialog: undefined })
      choices[choice]()
    }
    const { changed, clashes } = merged
    this.app.dispatch({ op: "dialog", dialog: { kind: "conflict", merged: changed, clashes, answer } })
  }

  #perform(effect: AppEffect): void {
    if (effect.effect === "keepSettings") this.#keepSettings(effect.settings)
    else {
      const { tabs, current } = this.app.get()
      keep("tabs", { tabs, current })
      history.replaceState(null, "", current === undefined ? "#" : `#${encodeURI(current)}`)
    }
  }
}
