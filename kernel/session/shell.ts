import type { Message } from "../wire/index.ts"
import { log } from "./log.ts"

/** How long after a failure a message may still be under way that was sent before it (ms). */
const overtaking = 200

/** Answers one request of a shell. */
export type Handle = (message: Message, shell: Shell) => Promise<void>

/**
 * The order of the shell channel: cells run one after the other, in the order of their requests; everything else is answered
 * at once, whatever runs.
 */
export class Shell {
  readonly #handle: Handle
  #waiting: Message[] = []
  #running = false
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(handle: Handle) {
    this.#handle = handle
  }

  receive(message: Message): void {
    if (message.header.msg_type !== "execute_request") {
      void this.#serve(message)
      return
    }
    this.#waiting.push(message)
    if (!this.#running) void this.#drain()
  }

  /**
   * A cell has failed, and those that were sent before the client could know are not to run. Dates have milliseconds: the next
   * one has begun when this resolves, so that an answer sent then divides them.
   */
  async failed(): Promise<void> {
    this.#failedAt = Date.now()
    while (Date.now() <= this.#failedAt) await new Promise(resolve => setImmediate(resolve))
  }

  /**
   * Was the message sent before the latest failure, but read only now? Told by its date, for a short time: a client that reacts
   * to the failure comes later, and clocks of other machines are not trusted for long.
   */
  isOvertaken({ header }: Message): boolean {
    return Date.now() - this.#failedAt < overtaking && Date.parse(header.date) <= this.#failedAt
  }

  /** Takes what waits out of the queue, together with what has arrived but was not read yet: so the sockets get a few turns first. */
  async takeWaiting(): Promise<Message[]> {
    for (let turn = 0; turn < 4; turn++) await new Promise(resolve => setImmediate(resolve))
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }

  async #drain(): Promise<void> {
    this.#running = true
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) await this.#serve(next)
    this.#running = false
  }

  /** A request that trips over a fault of ours must not hold up the queue. */
  async #serve(message: Message): Promise<void> {
    try {
      await this.#handle(message, this)
    } catch (cause) {
      log(`${message.header.msg_type} failed: ${cause instanceof Error ? cause.stack : String(cause)}`)
    }
  }
}
