import { z } from "zod"
import { Kernel } from "../jupyter/kernel.ts"
import type { Rest, Server } from "../jupyter/rest.ts"
import type { Lines } from "../outputs/lines.ts"
import type { Cell, NotebookState } from "../state/model.ts"
import type { Effect, Operation } from "../state/operations.ts"
import { reduce } from "../state/reduce.ts"
import { createStore, type Store } from "../state/store.ts"
import { Automatic } from "./automatic.ts"
import type { Drafts } from "./drafts.ts"
import { newId } from "./ids.ts"
import { Knowledge } from "./knowledge.ts"
import { hostLines } from "./lines.ts"
import { restored } from "./restore.ts"
import { Saving } from "./saving.ts"
import { Usage } from "./usage.ts"

const replySchema = z.object({
  status: z.enum(["ok", "error", "aborted"]).catch("error"),
  execution_count: z.number().int().nullable().catch(null),
})
const nothingKnown = { runs: [], ended: [], after: undefined }
const questionSchema = z.object({ prompt: z.string().catch(""), password: z.boolean().catch(false) })

/** What a notebook asks of the page around it. */
export interface Surroundings {
  reveal(cell: string): void
  announce(what: "running" | "done" | "failed", number: number): void
  /** Seconds between a change and its save. */
  autosaveAfter(): number
  copied(cells: readonly Cell[], kept: boolean): void
  connected(session: NotebookSession): void
  autosave(): boolean
  conflict(session: NotebookSession, theirs: NotebookState): void
  reloaded(path: string): void
  readonly drafts: Drafts
}

export { newId } from "./ids.ts"

/** One open notebook: its state, its kernel and its file. */
export class NotebookSession {
  readonly store: Store<NotebookState, Operation>
  readonly knowledge: Knowledge
  readonly automatic: Automatic
  /** Where the cursor is in the active cell; set by the editor while there is one. */
  cursor: () => number = () => 0
  /** Does one of the editor's own actions; set by the editor while there is one. */
  act: (action: string) => void = () => {}
  language = "typescript"
  readonly saving: Saving
  readonly #rest: Rest
  readonly #server: Server
  readonly #around: Surroundings
  #kernel: Kernel | undefined
  #sessionId: string | undefined
  #closed = false
  readonly #usage = new Usage(
    () => this.#kernel,
    memory => {
      this.dispatch({ op: "kernelUses", memory })
      if (memory !== undefined) void this.knowledge.lookAtBackend()
    },
  )
  #asked = 0
  #restarting = false
  readonly #awaiting: (() => void)[] = []

  constructor(rest: Rest, server: Server, initial: NotebookState, around: Surroundings) {
    this.#rest = rest
    this.#server = server
    this.#around = around
    this.store = createStore(initial, reduce, effect => this.#perform(effect))
    this.automatic = new Automatic(this.store.get, cells => {
      const messages = cells.map(() => crypto.randomUUID())
      this.dispatch({ op: "run", cells, messages, at: Date.now(), after: "stay", id: newId() })
    })
    this.knowledge = new Knowledge(
      this.store,
      () => this.#kernel,
      rest,
      () => this.automatic.known(),
    )
    this.saving = new Saving(rest, this.store, around.drafts, {
      autosave: around.autosave,
      autosaveAfter: around.autosaveAfter,
      conflict: theirs => around.conflict(this, theirs),
      reloaded: () => around.reloaded(this.store.get().path),
    })
  }

  dispatch = (operation: Operation): void => this.store.dispatch(operation)

  get kernel(): Kernel | undefined {
    return this.#kernel
  }

  /** The whole of a cell's stream, where the host has it. */
  async linesOf(id: string, name: string): Promise<Lines | undefined> {
    const cell = this.store.get().cells.get(id)
    return cell && this.#kernel && hostLines(this.#rest, this.#kernel.id, cell, name)
  }

  /** Starts the notebook's kernel, or finds the one that runs for it already. Never rejects: the state says what went wrong. */
  async connect(): Promise<void> {
    const { path, kernel } = this.store.get()
    this.#status("starting")
    try {
      const session = await this.#rest.openSession(path, kernel.name)
      if (this.#closed) return
      this.#sessionId = session.id
      const known = await this.#rest.executions(session.kernel.id)
      if (this.#closed) return
      const { after, ...found } = known === undefined ? nothingKnown : restored(this.store.get(), known)
      this.dispatch({ op: "restore", ...found })
      this.#kernel?.close()
      this.#kernel = this.#attach(session.kernel.id, after)
    } catch {
      this.#status("dead")
    }
  }

  async chooseKernel(name: string, title: string, language: string): Promise<void> {
    if (this.#sessionId !== undefined) await this.#rest.closeSession(this.#sessionId).catch(() => {})
    this.dispatch({ op: "kernelChosen", name, title, language })
    await this.connect()
  }

  /** The file is at another path now: the kernel goes with it. */
  async moved(path: string): Promise<void> {
    const before = this.store.get().path
    this.dispatch({ op: "renamed", path })
    await this.#around.drafts.drop(before)
    if (this.#sessionId !== undefined) await this.#rest.renameSession(this.#sessionId, path).catch(() => {})
  }

  /** Ends the kernel: its file is gone for good. */
  async end(): Promise<void> {
    const id = this.#sessionId
    await this.#around.drafts.drop(this.store.get().path)
    if (id !== undefined) await this.#rest.closeSession(id).catch(() => {})
  }

  close(): void {
    this.#closed = true
    this.saving.close()
    this.knowledge.close()
    this.#usage.forget()
    this.#kernel?.close()
  }

  #attach(id: string, after?: number): Kernel {
    return new Kernel(
      this.#server,
      id,
      {
        together: events => this.store.together(events),
        status: status => this.#status(status),
        lost: () => void this.#lookFor(id),
        ready: language => {
          this.language = language
          if (this.store.get().kernel.status !== "busy") this.#status("idle")
          this.knowledge.kernelReady()
          this.#around.connected(this)
          // The old kernel may have answered once more on its way out.
          if (!this.#restarting) for (const tell of this.#awaiting.splice(0)) tell()
        },
        output: (parent, type, content, at) => this.dispatch({ op: "message", parent, type, content, at }),
        reply: (parent, content, at) => {
          const { status, execution_count: count } = replySchema.parse(content)
          this.dispatch({ op: "reply", parent, status, count, at })
        },
        question: (parent, content) => {
          const { prompt, password } = questionSchema.parse(content)
          const asking = [...this.store.get().cells.values()].find(
            ({ run }) => run.state !== "none" && run.message === parent,
          )
          const number = ++this.#asked
          if (asking !== undefined) this.dispatch({ op: "ask", cell: asking.id, prompt, password, number })
        },
      },
      after,
    )
  }

  /** A kernel that is gone with its keeper never comes back to the connection that waits for it. */
  async #lookFor(id: string): Promise<void> {
    if ((await this.#rest.hasKernel(id)) || this.#kernel?.id !== id || this.#closed) return
    this.#kernel.close()
    this.#status("dead")
  }

  #status(status: NotebookState["kernel"]["status"]): void {
    const before = this.store.get().kernel.status
    this.dispatch({ op: "kernelStatus", status, at: Date.now() })
    if (status === before) return
    if (status === "idle" || status === "busy") this.#usage.look(status === "busy")
    else this.#usage.forget()
  }

  #perform(effect: Effect): void {
    const performers: { [K in Effect["effect"]]: (effect: Extract<Effect, { effect: K }>) => void } = {
      execute: ({ cell, source, message }) => void this.#execute(cell, source, message),
      interrupt: () => void (this.#kernel && this.#rest.interrupt(this.#kernel.id).catch(() => {})),
      restart: () => void this.#restart(),
      save: ({ revision, ...how }) => void this.saving.save(revision, how),
      answer: ({ value }) => this.#kernel?.answer(value),
      reveal: ({ cell }) => this.#around.reveal(cell),
      cellsChanged: () => this.knowledge.cellsChanged(),
      ranCells: () => this.knowledge.ranCells(),
      announce: ({ what, cell }) => this.#around.announce(what, this.store.get().order.indexOf(cell) + 1),
      copied: ({ cells, kept }) => this.#around.copied(cells, kept),
    }
    ;(performers[effect.effect] as (effect: Effect) => void)(effect)
  }

  /** The number of a cell as the reader counts code cells, from 1. */
  numberOf(cell: string): number {
    const { order, cells } = this.store.get()
    return order.filter(id => cells.get(id)?.type === "code").indexOf(cell) + 1
  }

  async #execute(cell: string, source: string, message: string): Promise<void> {
    if (this.#kernel === undefined || this.store.get().kernel.status === "dead") await this.connect()
    const metadata = { cellId: cell, cellNumber: this.numberOf(cell), deletedCells: [] }
    this.#kernel?.execute(message, source, metadata)
  }

  /** Resolves when the kernel answers the next time: after a restart, that is the new one. */
  ready(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#awaiting.push(resolve)
    return promise
  }

  async #restart(): Promise<void> {
    if (this.#kernel === undefined) return this.connect()
    this.#restarting = true
    try {
      const { id } = this.#kernel
      await this.#rest.restart(id)
      this.#kernel.close()
      this.#kernel = this.#attach(id, (await this.#rest.executions(id))?.seq)
    } catch {
      await this.connect()
    } finally {
      this.#restarting = false
    }
  }
}
