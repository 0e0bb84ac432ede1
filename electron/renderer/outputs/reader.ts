import type { Lines } from "./lines.ts"

const block = 200
/** Blocks that are kept. */
const most = 30

/** Reads lines in blocks as they come into view, and keeps the last few. Listeners are told when some arrived. */
export class Reader {
  readonly #lines: Lines
  readonly #blocks = new Map<number, readonly string[]>()
  readonly #waiting = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #version = 0
  total = 0

  constructor(lines: Lines) {
    this.#lines = lines
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  version = (): number => this.#version

  line(index: number): string | undefined {
    return this.#blocks.get(Math.floor(index / block))?.[index % block]
  }

  want(first: number, end: number): void {
    for (let at = Math.floor(first / block); at * block < end; at++) {
      if (!this.#blocks.has(at) && !this.#waiting.has(at)) void this.#read(at)
    }
  }

  async #read(at: number): Promise<void> {
    this.#waiting.add(at)
    try {
      const { lines, total } = await this.#lines.read(at * block, block)
      this.#blocks.set(at, lines)
      if (this.#blocks.size > most) this.#blocks.delete(this.#blocks.keys().next().value!)
      this.total = total
      this.#version++
      for (const listener of this.#listeners) listener()
    } catch {
      // What cannot be read now is asked for again when it next comes into view.
    } finally {
      this.#waiting.delete(at)
    }
  }
}
