/** Runs work on one path after the other; work on different paths at the same time. */
export class Locks {
  readonly #last = new Map<string, Promise<unknown>>()

  hold<T>(path: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(path) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => {})
    this.#last.set(path, settled)
    void settled.then(() => {
      if (this.#last.get(path) === settled) this.#last.delete(path)
    })
    return mine
  }
}
