import type { Settings } from "../../../kernel/contracts/settings.ts"
import { FileBrowser } from "../files/browser.ts"
import { isWithin } from "../files/paths.ts"
import { type Entry, type Rest, rest, type Server } from "../jupyter/rest.ts"
import { type AppEffect, type AppOperation, type AppState, initialApp, reduceApp } from "../state/app.ts"
import { fromFile } from "../state/file.ts"
import type { Cell } from "../state/model.ts"
import { createStore, type Store } from "../state/store.ts"
import { en, type Words } from "../words/en.ts"
import { zh } from "../words/zh.ts"
import { writeSystemClipboard } from "./clipboard.ts"
import { askNotebook, askText } from "./conflict.ts"
import { browserDrafts, type Drafts } from "./drafts.ts"
import { keep, kept } from "./kept.ts"
import { NotebookSession, newId, type Surroundings } from "./notebook.ts"
import { type Found, type PreviewKind, readFile } from "./opening.ts"
import { restoreDraft } from "./restoredraft.ts"
import { runAll } from "./running.ts"
import { TextSession } from "./text.ts"
import { watchOutside } from "./watching.ts"

const tables: Record<string, Words> = { en, zh }

export type Opening =
  | { state: "opening" }
  | { state: "open"; session: NotebookSession }
  | { state: "text"; session: TextSession }
  | { state: "preview"; kind: PreviewKind; entry: Entry }
  | { state: "failed"; reason: string }

/** Everything that is open in one window: the app's state, its server and its files. */
export class Workspace {
  readonly rest: Rest
  readonly server: Server
  readonly app: Store<AppState, AppOperation>
  readonly files: FileBrowser
  readonly drafts: Drafts
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
  readonly #documents = new Map<string, Opening>()
  readonly #listeners = new Set<() => void>()

  constructor(server: Server) {
    this.server = server
    this.rest = rest(server)
    this.drafts = browserDrafts(server.base)
    const narrow = matchMedia("(max-width: 900px)")
    const initial = initialApp({ narrow: narrow.matches, settings: kept("settings"), recent: kept("recent") })
    this.app = createStore(initial, reduceApp, effect => this.#perform(effect))
    this.files = new FileBrowser(this.rest, {
      words: this.words,
      open: path => void this.open(path),
      moved: (from, to) => this.follow(from, to),
      removed: path => this.#removed(path),
    })
    const read = () => void this.#readSettings()
    read()
    // Another window, or another browser, may have changed them.
    addEventListener("focus", read)
    narrow.addEventListener("change", ({ matches }) => this.app.dispatch({ op: "narrow", narrow: matches }))
    watchOutside(() => this.#look())
  }

  words = (): Words => tables[this.app.get().settings.language] ?? en

  /** What is known of the current document, or undefined on the welcome page. */
  current = (): Opening | undefined => {
    const { current } = this.app.get()
    return current === undefined ? undefined : this.#documents.get(current)
  }

  document(path: string): Opening | undefined {
    return this.#documents.get(path)
  }

  notebook(path: string): NotebookSession | undefined {
    const found = this.#documents.get(path)
    return found?.state === "open" ? found.session : undefined
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Shows what a path holds. `asText` opens what has another view in the text editor. */
  async open(path: string, { asText = false } = {}): Promise<void> {
    const known = this.#documents.get(path)
    const again = known === undefined || known.state === "failed" || (asText && known.state === "preview")
    if (again) this.#set(path, { state: "opening" })
    this.app.dispatch({ op: "open", path })
    if (!again) return
    try {
      const found = await readFile(this.rest, path, asText)
      void this.files.reveal(path)
      if (this.#documents.get(path)?.state === "opening") await this.#opened(path, found)
    } catch (cause) {
      this.app.dispatch({ op: "forget", path })
      this.#set(path, { state: "failed", reason: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  async #opened(path: string, found: Found): Promise<void> {
    if (found.kind === "preview") return this.#set(path, { state: "preview", kind: found.preview, entry: found.entry })
    if (found.kind === "text") {
      const around = {
        autosave: () => this.app.get().settings.autosave,
        conflict: (session: TextSession, theirs: Parameters<typeof askText>[1]) => askText(session, theirs, this.#ask),
      }
      return this.#set(path, { state: "text", session: new TextSession(this.rest, found.file, around) })
    }
    const { content, last_modified, hash, writable } = found.file
    const state = fromFile(path, content, last_modified ?? "", newId, { hash, writable })
    const session = new NotebookSession(this.rest, this.server, state, this.#surroundings())
    session.dispatch({ op: "clipped", cells: this.#clipboard })
    this.#fresh.add(session)
    this.#set(path, { state: "open", session })
    void session.connect()
    if (await restoreDraft(session, this.drafts, theirs => askNotebook(session, theirs, this.#ask)))
      this.say(this.words().draftRestored)
  }

  close(path: string): void {
    const found = this.#documents.get(path)
    if (found?.state === "open" && found.session.store.get().saved === "dirty") found.session.dispatch({ op: "save" })
    if (found?.state === "open" || found?.state === "text") found.session.close()
    this.#documents.delete(path)
    this.app.dispatch({ op: "close", path })
  }

  /** Makes a notebook and opens it. What goes wrong is said in a dialog. */
  async create(
    folder: string,
    { content, name, ext }: { content?: unknown; name?: string | undefined; ext?: string } = {},
  ): Promise<void> {
    try {
      const made = await this.rest.create(folder, { type: "notebook", ...(ext !== undefined && { ext }) })
      const path = name === undefined ? made.path : await this.#named(made, name)
      if (content !== undefined) await this.rest.save(path, content)
      await this.open(path)
      void this.files.look()
    } catch (cause) {
      this.problem(this.words().notCreated, cause)
    }
  }

  async #named(made: Entry, name: string): Promise<string> {
    const folder = made.path.slice(0, -made.name.length)
    for (let n = 1; n < 100; n++) {
      const path = `${folder}${name}${n === 1 ? "" : `-${n}`}.ipynb`
      const renamed = await this.rest.rename(made.path, path).catch(() => undefined)
      if (renamed !== undefined) return renamed.path
    }
    return made.path
  }

  /** What is open at a path, or below it, is at another one now. */
  async follow(from: string, to: string): Promise<void> {
    for (const [path, opening] of [...this.#documents]) {
      if (!isWithin(path, from)) continue
      const now = to + path.slice(from.length)
      this.#documents.delete(path)
      this.#documents.set(now, opening)
      if (opening.state === "open") await opening.session.moved(now)
      if (opening.state === "text") opening.session.store.dispatch({ op: "renamed", path: now })
    }
    this.app.dispatch({ op: "moved", from, to })
    for (const listener of this.#listeners) listener()
  }

  say(text: string): void {
    this.app.dispatch({ op: "say", text })
  }

  problem(title: string, cause: unknown): void {
    const fix = cause instanceof Error && "fix" in cause && typeof cause.fix === "string" ? ` ${cause.fix}` : ""
    const text = `${cause instanceof Error ? cause.message : String(cause)}${fix}`
    this.#ask({ kind: "problem", title, text })
  }

  #removed(path: string): void {
    for (const [open, opening] of [...this.#documents]) {
      if (!isWithin(open, path)) continue
      if (opening.state === "open") void opening.session.end()
      if (opening.state === "text") opening.session.store.dispatch({ op: "loaded", text: "", file: {} })
      this.close(open)
      this.app.dispatch({ op: "forget", path: open })
    }
  }

  async #look(): Promise<void> {
    const current = this.current()
    if (current?.state === "open") await current.session.saving.look()
    if (current?.state === "text") await current.session.look()
    await this.files.look()
  }

  #set(path: string, opening: Opening): void {
    this.#documents.set(path, opening)
    for (const listener of this.#listeners) listener()
  }

  #ask = (dialog: AppState["dialog"]): void => this.app.dispatch({ op: "dialog", dialog })

  #surroundings(): Surroundings {
    return {
      reveal: cell => this.reveal(cell),
      announce: (what, number) => {
        const words = this.words()
        const says = { running: words.runningCell, done: words.finished, failed: words.failedCell }
        this.say(says[what](number))
      },
      autosave: () => this.app.get().settings.autosave,
      autosaveAfter: () => this.app.get().settings.autosaveAfter,
      copied: (cells, kept) => this.#copied(cells, kept),
      connected: session => {
        if (!this.#fresh.delete(session) || !this.app.get().settings.runOnOpen) return
        if (session.store.get().trusted) runAll(session, this)
      },
      conflict: (session, theirs) => askNotebook(session, theirs, this.#ask),
      reloaded: () => this.say(this.words().reloaded),
      drafts: this.drafts,
    }
  }

  /** What was copied in one notebook can be pasted in all of them, and in other programs. */
  #copied(cells: readonly Cell[], kept: boolean): void {
    this.#clipboard = cells
    for (const opening of this.#documents.values()) {
      if (opening.state === "open") opening.session.dispatch({ op: "clipped", cells })
    }
    if (!kept) writeSystemClipboard(cells)
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

  #perform(effect: AppEffect): void {
    if (effect.effect === "keepSettings") this.#keepSettings(effect.settings)
    else {
      const { tabs, current, recent } = this.app.get()
      keep("tabs", { tabs, current })
      keep("recent", recent)
      history.replaceState(null, "", current === undefined ? "#" : `#${encodeURI(current)}`)
    }
  }
}
