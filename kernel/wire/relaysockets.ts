import { Dealer, Request, Subscriber } from "zeromq"
import { type RawMessage, seal, unseal, WireError } from "./codec.ts"
import { type Channel, type Connection, channels, endpoint } from "./connection.ts"
import { SendQueue } from "./queue.ts"
import { received } from "./received.ts"

/** The channels that a client sends on. */
export type RequestChannel = "shell" | "control" | "stdin"

export interface RelayHandlers {
  /** A signed message; a WireError thrown here drops it. */
  received(channel: RequestChannel | "iopub", message: Required<RawMessage>): void
  dropped(channel: Channel, why: string): void
}

/** Milliseconds between attempts to connect: a kernel that starts is found soon after it binds. */
const reconnectInterval = 10

const handshake = (socket: Dealer): Promise<void> =>
  new Promise(resolve => socket.events.on("handshake", () => resolve()))

/**
 * A client's five sockets, for messages whose parts stay bytes: three DEALERs that share one identity (so that stdin requests
 * find their shell client), a SUB, and a REQ.
 */
export class RelaySockets {
  readonly #connection: Connection
  readonly #dealers: Record<RequestChannel, Dealer>
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0, reconnectInterval })
  readonly #heartbeat: Request
  readonly #queues: Record<RequestChannel, SendQueue>

  constructor(connection: Connection, session: string) {
    this.#connection = connection
    const dealer = () =>
      new Dealer({ routingId: session, linger: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, reconnectInterval })
    this.#dealers = { shell: dealer(), control: dealer(), stdin: dealer() }
    this.#heartbeat = new Request({ linger: 0, correlate: true, relaxed: true })
    this.#queues = {
      shell: new SendQueue(this.#dealers.shell),
      control: new SendQueue(this.#dealers.control),
      stdin: new SendQueue(this.#dealers.stdin),
    }
  }

  /**
   * Connects and starts the receive loops. ZeroMQ connects in the background: a kernel that binds later is found. Resolves
   * when the kernel knows all three DEALERs: a ROUTER drops what it sends to a peer that it does not know yet, so that a
   * question over stdin would be lost. Never rejects; does not resolve where no kernel ever binds.
   */
  connect(handlers: RelayHandlers): Promise<void> {
    const known = Promise.all(Object.values(this.#dealers).map(handshake))
    const sockets = { ...this.#dealers, iopub: this.#iopub, hb: this.#heartbeat }
    this.#iopub.subscribe("")
    for (const channel of channels) sockets[channel].connect(endpoint(this.#connection, channel))
    for (const channel of ["shell", "control", "stdin", "iopub"] as const) void this.#receive(channel, handlers)
    return known.then(() => {})
  }

  send(channel: RequestChannel, message: RawMessage): void {
    this.#queues[channel].send(seal(message, this.#connection.key))
  }

  /** Sends one heartbeat; false where no answer comes within `milliseconds`. */
  async beat(milliseconds: number): Promise<boolean> {
    this.#heartbeat.receiveTimeout = milliseconds
    this.#heartbeat.sendTimeout = milliseconds
    try {
      await this.#heartbeat.send("ping")
      await this.#heartbeat.receive()
      return true
    } catch {
      return false
    }
  }

  close(): void {
    for (const socket of [...Object.values(this.#dealers), this.#iopub, this.#heartbeat]) socket.close()
  }

  async #receive(channel: RequestChannel | "iopub", handlers: RelayHandlers): Promise<void> {
    const socket = channel === "iopub" ? this.#iopub : this.#dealers[channel]
    for await (const frames of received(socket)) {
      try {
        handlers.received(channel, unseal(frames, this.#connection.key))
      } catch (cause) {
        if (!(cause instanceof WireError)) throw cause
        handlers.dropped(channel, cause.message)
      }
    }
  }
}
