import { type Contents, type Entry, type Rest, ServerRefused } from "../jupyter/rest.ts"
import type { Saved, Trouble } from "../state/model.ts"
import type { FileFacts } from "../state/operations.ts"
import { createStore, type Store } from "../state/store.ts"
import { factsOf, wordsOf } from "./saving.ts"

export interface TextState extends Required<FileFacts> {
  readonly path: string
  readonly text: string
  readonly saved: Saved
  readonly trouble: Trouble | undefined
}

export type TextOperation =
  | { op: "edit"; text: string }
  | { op: "saving" }
  | { op: "done"; text: string; file: FileFacts }
  | { op: "failed"; reason: "failed" | "conflict"; trouble?: Trouble }
  | { op: "loaded"; text: string; file: FileFacts }
  | { op: "renamed"; path: string }

const reducers: { [O in TextOperation["op"]]: (state: TextState, op: Extract<TextOperation, { op: O }>) => TextState } =
  {
    edit: (state, { text }) =>
      text === state.text ? state : { ...state, text, saved: state.saved === "conflict" ? "conflict" : "dirty" },
    saving: state => ({ ...state, saved: "saving" }),
    done: (state, { text, file }) => ({
      ...state,
      ...file,
      saved: state.text === text ? "clean" : "dirty",
      trouble: undefined,
    }),
    failed: (state, { reason, trouble }) => ({ ...state, saved: reason, trouble }),
    loaded: (state, { text, file }) => ({ ...state, ...file, text, saved: "clean", trouble: undefined }),
    renamed: (state, { path }) => ({ ...state, path }),
  }

const reduce = (state: TextState, operation: TextOperation) => ({
  state: (reducers[operation.op] as (state: TextState, op: TextOperation) => TextState)(state, operation),
  effects: [],
})

export interface TextSurroundings {
  autosave(): boolean
  conflict(session: TextSession, theirs: Contents): void
}

const delay = 2000
/** Milliseconds after which a save that failed is tried again. */
const later = 3000

/** One open text file: its text, and how it stands to the file. */
export class TextSession {
  readonly store: Store<TextState, TextOperation>
  /** Does one of the editor's own actions; set by the editor while there is one. */
  act: (action: string) => void = () => {}
  readonly #rest: Rest
  readonly #around: TextSurroundings
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(rest: Rest, found: Contents, around: TextSurroundings) {
    this.#rest = rest
    this.#around = around
    const text = textOf(found)
    const facts = { modified: "", hash: "", writable: true, ...factsOf(found) }
    const initial: TextState = { path: found.path, text, saved: "clean", trouble: undefined, ...facts }
    this.store = createStore(initial, reduce, () => {})
    this.store.subscribe(() => {
      const { saved } = this.store.get()
      if (saved !== "dirty" || !around.autosave() || this.#timer !== undefined || this.#closed) return
      this.#timer = setTimeout(() => void this.save(), delay)
    })
  }

  async save(force = false): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { path, text, hash } = this.store.get()
    this.store.dispatch({ op: "saving" })
    try {
      const theirs = force ? undefined : await this.#changed()
      if (theirs !== undefined) {
        this.store.dispatch({ op: "failed", reason: "conflict" })
        this.#around.conflict(this, theirs)
        return
      }
      const entry = await this.#rest.saveText(path, text, force || hash === "" ? {} : { hash })
      this.store.dispatch({ op: "done", text, file: factsOf(entry) })
    } catch (cause) {
      const gone = cause instanceof ServerRefused && cause.status === 404
      const trouble: Trouble = gone ? { kind: "gone", movedTo: undefined } : { kind: "failed", ...wordsOf(cause) }
      this.store.dispatch({ op: "failed", reason: gone ? "conflict" : "failed", trouble })
      const passes = !(cause instanceof ServerRefused) || cause.status === 0 || cause.status >= 500
      if (passes && !this.#closed) this.#timer = setTimeout(() => void this.#again(), later)
    }
  }

  /** A server that did not answer may answer now. */
  async #again(): Promise<void> {
    this.#timer = undefined
    if (this.store.get().saved !== "clean") await this.save()
  }

  /** Follows the file where nothing is lost by that. */
  async look(): Promise<void> {
    const { saved } = this.store.get()
    if (saved !== "clean" || this.#closed) return
    const theirs = await this.#changed().catch(() => undefined)
    if (theirs !== undefined && this.store.get().saved === "clean") this.take(theirs)
  }

  take(theirs: Contents): void {
    this.store.dispatch({ op: "loaded", text: textOf(theirs), file: factsOf(theirs) })
  }

  close(): void {
    if (this.store.get().saved === "dirty") void this.save()
    this.#closed = true
    clearTimeout(this.#timer)
  }

  /** The file as it is now, where it is not the one that is known. */
  async #changed(): Promise<Contents | undefined> {
    const { path, modified, hash } = this.store.get()
    const seen: Entry = await this.#rest.stat(path)
    if (seen.last_modified === null || Date.parse(seen.last_modified) === Date.parse(modified)) return undefined
    const theirs = await this.#rest.readText(path)
    return hash !== "" && theirs.hash === hash ? undefined : theirs
  }
}

const textOf = ({ content }: Contents): string => (typeof content === "string" ? content : "")
