import type { Finding, Question, ToMain } from "../runtime/protocol.ts"

/** Milliseconds that the main thread has to take up a question, and to answer it once it has. */
const patience = { taken: 150, answered: 10_000 }

interface Asked {
  resolve(finding: Finding): void
  timer: NodeJS.Timeout
}

const busy: Finding = { error: { code: "BUSY", message: "A cell runs, so values cannot be looked at just now." } }
const slow: Finding = { error: { code: "FAILED", message: "Looking at the value took too long." } }

/**
 * Questions to the main thread about values. While it is kept by a cell the answer is BUSY. A question is sent only when the main
 * thread has gone through those before it: they would pile up.
 */
export class Asking {
  readonly #send: (message: ToMain) => void
  readonly #open = new Map<number, Asked>()
  /** Questions that were answered with BUSY, and that the main thread still has to go through. */
  readonly #unheard = new Set<number>()
  /** Told when the main thread has taken up the last of them. */
  readonly #waiting = new Set<() => void>()
  #last = 0

  constructor(send: (message: ToMain) => void) {
    this.#send = send
  }

  /** Never rejects. */
  async ask(question: Question): Promise<Finding> {
    return this.#unheard.size === 0 || (await this.#free()) ? await this.#put(question) : busy
  }

  #put(question: Question): Promise<Finding> {
    const ask = ++this.#last
    const { promise, resolve } = Promise.withResolvers<Finding>()
    const timer = setTimeout(() => {
      this.#unheard.add(ask)
      this.answered(ask, busy)
    }, patience.taken)
    this.#open.set(ask, { resolve, timer })
    this.#send({ type: "ask", ask, question })
    return promise
  }

  taken(ask: number): void {
    if (this.#unheard.delete(ask) && this.#unheard.size === 0) for (const go of [...this.#waiting]) go()
    const asked = this.#open.get(ask)
    if (asked === undefined) return
    clearTimeout(asked.timer)
    asked.timer = setTimeout(() => this.answered(ask, slow), patience.answered)
  }

  /** Whether the main thread is free in time. */
  #free(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const go = () => resolve(true)
    const timer = setTimeout(resolve, patience.taken, false)
    this.#waiting.add(go)
    return promise.finally(() => {
      clearTimeout(timer)
      this.#waiting.delete(go)
    })
  }

  answered(ask: number, finding: Finding): void {
    const asked = this.#open.get(ask)
    this.#open.delete(ask)
    clearTimeout(asked?.timer)
    asked?.resolve(finding)
  }
}
