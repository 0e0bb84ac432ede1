import type { Outcome } from "../runtime/protocol.ts"
import type { MainInspector } from "./inspector.ts"
import type { MainLink } from "./mainlink.ts"

/** Milliseconds that the steps of an interrupt take at most. */
const patience = {
  /** for an idle main thread to hear the abort */
  hear: 0.6,
  /** for code that holds its abort signal to hear it, before it is stopped by force */
  hearListening: 100,
  /** for the thread of a terminated run to be free again, before the worker answers for it */
  terminated: 100,
  /** for one try to reach that thread */
  heardAgain: 4,
}

export const interrupted: Outcome = {
  status: "error",
  error: { name: "Interrupted", message: "The cell was interrupted.", code: "INTERRUPTED", frames: [] },
  expressions: {},
}

/**
 * Interrupts a run in two steps. First its signal is aborted: code that holds the signal (training, downloads) stops by itself and
 * keeps its best result. Code that does not hold it is stopped at once: a loop by terminating it, a pending promise by leaving it.
 * A second interrupt of the same run always stops by force.
 */
export class Interrupter {
  readonly #link: MainLink
  readonly #inspector: MainInspector
  readonly #asked = new Set<number>()

  constructor(link: MainLink, inspector: MainInspector) {
    this.#link = link
    this.#inspector = inspector
  }

  /** Asks code that holds its signal, such as a training, to stop at the best that it had; false where the run does not hold it. */
  async keepBest(run: number): Promise<boolean> {
    if (!this.#link.isRunning(run) || !this.#link.isListening(run)) return false
    this.#asked.add(run)
    return (await this.#link.abort(run, patience.hearListening, true)) !== undefined
  }

  async interrupt(run: number): Promise<void> {
    if (!this.#link.isRunning(run)) return
    this.#link.answer({ interrupted: true })
    if (this.#asked.has(run)) return await this.#force(run)
    this.#asked.add(run)
    const listening = await this.#link.abort(run, this.#link.isListening(run) ? patience.hearListening : patience.hear)
    if (listening === true) return
    // Heard by a thread that is free: nothing runs there, so there is nothing to terminate.
    if (listening === false) this.#link.abandon(run, interrupted)
    else await this.#force(run)
  }

  async #force(run: number): Promise<void> {
    await this.#inspector.terminate()
    // A thread that hears again has nothing left to report but what is already on its way: messages keep their order.
    // The termination may have hit the thread while it heard, so ask more than once.
    const deadline = performance.now() + patience.terminated
    while (performance.now() < deadline) {
      if ((await this.#link.abort(run, patience.heardAgain)) !== undefined) break
    }
    this.#link.abandon(run, interrupted)
  }
}
