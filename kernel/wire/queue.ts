import type { Socket, Writable } from "zeromq"

/**
 * One awaited queue before a socket: zeromq.js refuses a second waiting send (EBUSY), and messages must keep their order.
 * A send that the socket takes at once costs no promise of ours.
 */
export class SendQueue {
  readonly #socket: Writable & Socket
  readonly #waiting: Uint8Array[][] = []
  #sending = false

  constructor(socket: Writable & Socket) {
    this.#socket = socket
  }

  send(frames: Uint8Array[]): void {
    this.#waiting.push(frames)
    if (!this.#sending) void this.#drain()
  }

  /** Resolves when everything queued so far was handed to ZeroMQ. */
  async flushed(): Promise<void> {
    while (this.#sending) await new Promise(resolve => setImmediate(resolve))
  }

  async #drain(): Promise<void> {
    this.#sending = true
    let next = this.#waiting.shift()
    while (next !== undefined && !this.#socket.closed) {
      try {
        await this.#socket.send(next)
      } catch (cause) {
        // A peer that went away is its own loss (EHOSTUNREACH); a closing socket ends the queue.
        if (this.#socket.closed) break
        if ((cause as NodeJS.ErrnoException).code === "EBUSY") continue
      }
      next = this.#waiting.shift()
    }
    this.#sending = false
  }
}
