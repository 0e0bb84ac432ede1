import type { Digest, Objects } from "./objects/objects.ts"

/** Milliseconds between two rounds: what is written meanwhile goes to the disk together. */
const interval = 2000

/** Brings artefacts that were written without a sync to the disk, many at a time, while other work goes on. */
export class Syncing {
  readonly #objects: Pick<Objects, "sync">
  readonly #done = new Set<Digest>()
  #waiting = new Set<Digest>()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()

  constructor(objects: Pick<Objects, "sync">) {
    this.#objects = objects
  }

  /** These will be on the disk soon. */
  add(digests: Iterable<Digest>): void {
    for (const digest of digests) if (!this.#done.has(digest)) this.#waiting.add(digest)
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#begin(), interval).unref()
  }

  /** Resolves when all that was added is on the disk. */
  async finish(): Promise<void> {
    this.#begin()
    await this.#round
  }

  #begin(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const batch = this.#waiting
    this.#waiting = new Set()
    for (const digest of batch) this.#done.add(digest)
    // A disk that cannot be synced is no reason to lose the run: what it loses is made again.
    this.#round = this.#round.then(() => this.#objects.sync(batch)).catch(() => undefined)
  }
}
