import type { Filter, Page, RowSource, Sort } from "./source.ts"

export type Row = Page["rows"][number]

export interface View {
  readonly sort: Sort | undefined
  readonly filter: readonly Filter[]
}

const block = 100
/** Blocks of rows that are kept: what was scrolled past long ago is asked for again. */
const most = 40
const again = 700

/**
 * The rows of one source under one sort and filter, fetched in blocks as they come into view. Listeners are told when something
 * arrived; `problem` says why nothing does.
 */
export class Pages {
  readonly #source: RowSource
  readonly #view: View
  readonly #blocks = new Map<number, readonly Row[]>()
  readonly #waiting = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #version = 0
  #closed = false
  head: Page | undefined
  problem: string | undefined

  constructor(source: RowSource, view: View) {
    this.#source = source
    this.#view = view
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Another number after each change. */
  version = (): number => this.#version

  row(index: number): Row | undefined {
    return this.#blocks.get(Math.floor(index / block))?.[index % block]
  }

  /** Fetches what is not here of a range of rows. */
  want(first: number, end: number): void {
    const last = Math.max(first, Math.min(end, this.head?.matching ?? 1) - 1)
    for (let at = Math.floor(first / block); at <= Math.floor(last / block); at++) {
      if (!this.#blocks.has(at) && !this.#waiting.has(at)) void this.#fetch(at)
    }
  }

  close(): void {
    this.#closed = true
  }

  async #fetch(at: number): Promise<void> {
    this.#waiting.add(at)
    try {
      const { sort, filter } = this.#view
      const asked = { start: at * block, count: block, filter: [...filter], ...(sort !== undefined && { sort }) }
      const page = await this.#source.page(asked)
      this.problem = undefined
      this.head = page
      this.#blocks.set(at, page.rows)
      if (this.#blocks.size > most) this.#blocks.delete(this.#blocks.keys().next().value!)
    } catch (cause) {
      this.problem = cause instanceof Error ? cause.message : String(cause)
      // A kernel that is busy answers later.
      if (cause instanceof Error && "code" in cause && cause.code === "BUSY") this.#retry(at)
    } finally {
      this.#waiting.delete(at)
    }
    this.#version++
    if (!this.#closed) for (const listener of this.#listeners) listener()
  }

  #retry(at: number): void {
    setTimeout(() => {
      if (!this.#closed && !this.#blocks.has(at) && !this.#waiting.has(at)) void this.#fetch(at)
    }, again)
  }
}
