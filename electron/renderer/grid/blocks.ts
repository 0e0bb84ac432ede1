interface Options<T> {
  /** Items of a block. */
  readonly size: number
  /** Blocks that are kept: what was scrolled past long ago is read again. */
  readonly most: number
  /** Items of a range; undefined where they can't be had now. */
  read(start: number, count: number): Promise<readonly T[] | undefined>
}

/** A long list, read in blocks as they come into view. Listeners are told after each reading, whatever came of it. */
export class Blocks<T> {
  readonly #options: Options<T>
  readonly #kept = new Map<number, readonly T[]>()
  readonly #waiting = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #version = 0
  #closed = false

  constructor(options: Options<T>) {
    this.#options = options
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Another number after each change. */
  version = (): number => this.#version

  item(index: number): T | undefined {
    const { size } = this.#options
    return this.#kept.get(Math.floor(index / size))?.[index % size]
  }

  /** Reads what is not here of a range. */
  want(first: number, end: number): void {
    if (this.#closed) return
    const { size } = this.#options
    for (let at = Math.floor(first / size); at * size < end; at++) {
      if (!this.#kept.has(at) && !this.#waiting.has(at)) void this.#read(at)
    }
  }

  /** Reads nothing more, and tells nobody. */
  close(): void {
    this.#closed = true
  }

  async #read(at: number): Promise<void> {
    const { size, most, read } = this.#options
    this.#waiting.add(at)
    const items = await read(at * size, size).finally(() => this.#waiting.delete(at))
    if (items !== undefined) this.#kept.set(at, items)
    if (this.#kept.size > most) this.#kept.delete(this.#kept.keys().next().value!)
    this.#version++
    if (!this.#closed) for (const listener of this.#listeners) listener()
  }
}
