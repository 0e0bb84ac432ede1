import type { Message } from "../wire/index.ts"

export interface ShellEdges {
  /** Answers one request; never rejects. */
  handle(message: Message): Promise<void>
}

/**
 * The order of the shell channel: cells run one after the other, in the order of their requests; everything else is answered
 * at once, whatever runs.
 */
export class Shell {
  readonly #edges: ShellEdges
  #waiting: Message[] = []
  #running = false

  constructor(edges: ShellEdges) {
    this.#edges = edges
  }

  receive(message: Message): void {
    if (message.header.msg_type !== "execute_request") {
      void this.#edges.handle(message)
      return
    }
    this.#waiting.push(message)
    if (!this.#running) void this.#drain()
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
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      await this.#edges.handle(next)
    this.#running = false
  }
}
