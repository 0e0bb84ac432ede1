import type { Entry, Rest } from "../jupyter/rest.ts"
import { ServerRefused } from "../jupyter/rest.ts"
import { fromFile } from "../state/file.ts"
import { fileParts, filePartsAhead } from "../state/filebytes.ts"
import { inIdleTime } from "../state/idle.ts"
import type { Document, NotebookState, Trouble } from "../state/model.ts"
import type { FileFacts, Operation } from "../state/operations.ts"
import type { Store } from "../state/store.ts"
import type { Drafts } from "./drafts.ts"
import { newId } from "./ids.ts"
import { movedTo } from "./moved.ts"

/** Milliseconds after a change until it is in the browser's draft, and between tries that failed. */
const delays = { draft: 400, again: 5000 }

export interface SavingSurroundings {
  autosave(): boolean
  /** Seconds between a change and its save. */
  autosaveAfter(): number
  /** Both the notebook and its file changed: somebody has to decide. */
  conflict(theirs: NotebookState): void
  /** The file changed outside and the notebook followed it. */
  reloaded(): void
}

export const factsOf = ({ last_modified, hash, writable }: Entry): FileFacts => ({
  modified: last_modified ?? "",
  hash: hash ?? "",
  writable,
})

type Later = "save" | keyof typeof delays

/** Keeps a notebook in its file: saves it after changes, notices what others do to the file, and loses nothing of either. */
export class Saving {
  /** The document as the server last had it: what a merge starts from. */
  base: Document
  readonly #rest: Rest
  readonly #store: Store<NotebookState, Operation>
  readonly #drafts: Drafts
  readonly #around: SavingSurroundings
  readonly #timers = new Map<Later, ReturnType<typeof setTimeout>>()
  readonly #unprepare: () => void
  #drafted: Document
  #keptFirst = false
  #looking = false
  #closed = false

  constructor(rest: Rest, store: Store<NotebookState, Operation>, drafts: Drafts, around: SavingSurroundings) {
    this.#rest = rest
    this.#store = store
    this.#drafts = drafts
    this.#around = around
    const { order, cells } = store.get()
    this.base = { order, cells }
    this.#drafted = this.base
    store.subscribe(() => this.#changed())
    this.#unprepare = inIdleTime(filePartsAhead(store.get()))
  }

  close(): void {
    this.#closed = true
    this.#unprepare()
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  /** The notebook is what `theirs` is from now on, or was made from it. */
  startFrom({ order, cells }: Document): void {
    this.base = { order, cells }
  }

  async save(revision: number, { force, checkpoint }: { force: boolean; checkpoint: boolean }): Promise<void> {
    this.#stop("save")
    const state = this.#store.get()
    try {
      if (!force && (await this.#changedOutside(state)) !== undefined) return await this.#meet(state)
      await this.#keepFirst(state.path)
      const known = force || state.hash === "" ? {} : { hash: state.hash }
      const entry = await this.#rest.saveParts(state.path, fileParts(state), known)
      this.base = { order: state.order, cells: state.cells }
      this.#store.dispatch({ op: "saveDone", revision, file: factsOf(entry) })
      if (this.#store.get().saved === "clean") void this.#forget(state.path)
      if (checkpoint) await this.#rest.checkpoint(state.path).catch(() => {})
    } catch (cause) {
      await this.#failed(state, cause)
    }
  }

  /** Looks whether the file is still the one that is known, and follows it where nothing is lost by that. */
  async look(): Promise<void> {
    const state = this.#store.get()
    const { saved, trouble, path } = state
    if (this.#looking || this.#closed || saved === "saving" || (saved === "conflict" && trouble === undefined)) return
    this.#looking = true
    try {
      const seen = await this.#changedOutside(state)
      const now = this.#store.get()
      if (this.#closed || now.path !== path || now.saved === "saving" || now.modified !== state.modified) return
      if (seen === undefined) {
        if (trouble?.kind === "gone") this.#store.dispatch({ op: "saveDone", revision: -1, file: {} })
      } else if (now.saved !== "clean") this.#store.dispatch({ op: "save" })
      else {
        const theirs = await this.#read(path)
        if (this.#store.get() !== now) return
        this.startFrom(theirs)
        this.#store.dispatch({ op: "loaded", state: theirs })
        this.#around.reloaded()
      }
    } catch (cause) {
      if (isGone(cause)) await this.#failed(this.#store.get(), cause)
    } finally {
      this.#looking = false
    }
  }

  #changed(): void {
    const { saved } = this.#store.get()
    if (saved === "clean" || this.#closed) return
    this.#after("draft", delays.draft, () => void this.#draft())
    if (saved === "dirty" && this.#around.autosave())
      this.#after("save", this.#around.autosaveAfter() * 1000, () => this.#saveIf("dirty"))
  }

  #saveIf(saved: NotebookState["saved"]): void {
    if (this.#store.get().saved === saved) this.#store.dispatch({ op: "save" })
  }

  async #draft(): Promise<void> {
    const state = this.#store.get()
    const { order, cells } = state
    const last = this.#drafted
    const same =
      last.order === order &&
      order.every(id => {
        const [now, then] = [cells.get(id)!, last.cells.get(id)]
        return now.source === then?.source && now.type === then.type
      })
    if (same || state.saved === "clean") return
    this.#drafted = { order, cells }
    await this.#drafts.put(state.path, this.base, state)
  }

  async #forget(path: string): Promise<void> {
    this.#stop("draft")
    await this.#drafts.drop(path)
  }

  /** Before the first save of a session, what the file was is kept: there is something to compare with, and to go back to. */
  async #keepFirst(path: string): Promise<void> {
    if (this.#keptFirst) return
    this.#keptFirst = true
    const known = await this.#rest.checkpoints(path).catch(() => undefined)
    if (known?.length === 0) await this.#rest.checkpoint(path).catch(() => {})
  }

  /** Both sides changed, or the host says so: what the other side is now, for somebody to decide. */
  async #meet({ path }: NotebookState): Promise<void> {
    const theirs = await this.#read(path)
    this.#store.dispatch({ op: "saveFailed", reason: "conflict" })
    this.#around.conflict(theirs)
  }

  async #failed(state: NotebookState, cause: unknown): Promise<void> {
    if (cause instanceof ServerRefused && cause.code === "CHANGED_ON_DISK") {
      try {
        return await this.#meet(state)
      } catch (next) {
        return this.#failed(state, next)
      }
    }
    const gone = isGone(cause)
    const trouble: Trouble = gone
      ? { kind: "gone", movedTo: await movedTo(this.#rest, state) }
      : { kind: "failed", ...wordsOf(cause) }
    if (this.#closed) return
    this.#store.dispatch({ op: "saveFailed", reason: gone ? "conflict" : "failed", trouble })
    if (!gone && !isRefused(cause)) this.#after("again", delays.again, () => this.#saveIf("failed"))
  }

  /** The file as it is now, if it is not the one that is known. Rejects where it is gone. */
  async #changedOutside({ path, modified, hash }: NotebookState): Promise<Entry | undefined> {
    const seen = await this.#rest.stat(path)
    if (seen.last_modified === null || modified === "") return undefined
    const newer = Date.parse(seen.last_modified) - Date.parse(modified)
    if (seen.writable !== this.#store.get().writable)
      this.#store.dispatch({ op: "fileSeen", file: { writable: seen.writable } })
    if (hash === "") return newer > 500 ? seen : undefined
    if (newer === 0) return undefined
    const exact = await this.#rest.stat(path, true)
    if (exact.hash !== hash) return exact
    this.#store.dispatch({ op: "fileSeen", file: factsOf(exact) })
    return undefined
  }

  async #read(path: string): Promise<NotebookState> {
    const { content, last_modified, hash, writable } = await this.#rest.read(path)
    return fromFile(path, content, last_modified ?? "", newId, { hash, writable })
  }

  #after(what: Later, delay: number, then: () => void): void {
    if (this.#timers.has(what)) return
    const run = () => {
      this.#timers.delete(what)
      if (!this.#closed) then()
    }
    this.#timers.set(what, setTimeout(run, delay))
  }

  #stop(what: Later): void {
    clearTimeout(this.#timers.get(what))
    this.#timers.delete(what)
  }
}

const isGone = (cause: unknown): boolean => cause instanceof ServerRefused && cause.status === 404
/** Asking the same again would be refused again. */
const isRefused = (cause: unknown): boolean =>
  cause instanceof ServerRefused && cause.status >= 400 && cause.status < 500

/** "" as message: the server did not answer. */
export const wordsOf = (cause: unknown): { message: string; fix: string | undefined } =>
  cause instanceof ServerRefused && cause.status === 0
    ? { message: "", fix: undefined }
    : { message: cause instanceof Error ? cause.message : String(cause), fix: (cause as Partial<ServerRefused>).fix }
