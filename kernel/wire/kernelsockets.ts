import { type Context, context, Reply, Router, XPublisher } from "zeromq"
import { KaonError } from "../contracts/errors.ts"
import { decode, encode, WireError } from "./codec.ts"
import { type Channel, type Connection, channels, endpoint } from "./connection.ts"
import type { Message } from "./message.ts"
import { SendQueue } from "./queue.ts"
import { received } from "./received.ts"

/** A message to send; identities route it on shell, control and stdin, and are the topic on iopub. */
export type Outgoing = Omit<Message, "identities"> & { identities?: readonly Uint8Array[] }

export interface Handlers {
  shell(message: Message): void
  control(message: Message): void
  stdin(message: Message): void
  /** A client subscribed to iopub; `topic` is what it asked for. */
  subscribed(topic: Uint8Array): void
  /** A frame list was dropped. */
  dropped(channel: Channel, why: string): void
}

/** The kernel's five sockets: three ROUTERs, an XPUB (which sees subscriptions, so that iopub_welcome can be sent), and a REP echo. */
export class KernelSockets {
  readonly #connection: Connection
  readonly #routers = { shell: new Router(), control: new Router(), stdin: new Router() }
  readonly #iopub = new XPublisher({ sendHighWaterMark: 0, linger: 1000, verbosity: "allSubs" })
  readonly #heartbeat = new Reply({ linger: 0 })
  readonly #queues: Record<"shell" | "control" | "stdin" | "iopub", SendQueue>

  constructor(connection: Connection, zmq: Context = context) {
    zmq.blocky = false
    this.#connection = connection
    for (const router of Object.values(this.#routers)) {
      router.linger = 1000
      router.sendHighWaterMark = 0
      router.maxMessageSize = -1
    }
    this.#queues = {
      shell: new SendQueue(this.#routers.shell),
      control: new SendQueue(this.#routers.control),
      stdin: new SendQueue(this.#routers.stdin),
      iopub: new SendQueue(this.#iopub),
    }
  }

  /** @throws KaonError PORT_IN_USE naming the channel and the port */
  async bind(): Promise<void> {
    const sockets = { ...this.#routers, iopub: this.#iopub, hb: this.#heartbeat }
    const bound = channels.map(async channel => {
      try {
        await sockets[channel].bind(endpoint(this.#connection, channel))
      } catch (cause) {
        throw new KaonError(
          "PORT_IN_USE",
          `The kernel's ${channel} channel cannot listen on ${endpoint(this.#connection, channel)}: ${(cause as Error).message}.`,
          {
            fix: "Start the kernel again with a fresh connection file.",
            cause,
          },
        )
      }
    })
    // All have ended before one failure is told: a socket must not be closed while it binds.
    const failed = (await Promise.allSettled(bound)).find(result => result.status === "rejected")
    if (failed !== undefined) throw failed.reason
  }

  /** Starts the receive loops. Bad frames are reported and dropped; the loops end when the sockets close. */
  listen(handlers: Handlers): void {
    for (const channel of ["shell", "control", "stdin"] as const) void this.#receive(channel, handlers)
    void this.#watchSubscriptions(handlers)
    void this.#echo()
  }

  send(channel: "shell" | "control" | "stdin" | "iopub", message: Outgoing): void {
    this.#queues[channel].send(encode(message, this.#connection.key))
  }

  /** Hands all that is queued to ZeroMQ, then closes; ZeroMQ itself lingers up to a second for slow peers. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map(queue => queue.flushed()))
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) socket.close()
  }

  async #receive(channel: "shell" | "control" | "stdin", handlers: Handlers): Promise<void> {
    for await (const frames of received(this.#routers[channel])) {
      let message: Message
      try {
        message = decode(frames, this.#connection.key)
      } catch (cause) {
        if (!(cause instanceof WireError)) throw cause
        handlers.dropped(channel, cause.message)
        continue
      }
      handlers[channel](message)
    }
  }

  async #watchSubscriptions(handlers: Handlers): Promise<void> {
    for await (const [frame] of received(this.#iopub)) {
      if (frame !== undefined && frame[0] === 1) handlers.subscribed(frame.subarray(1))
    }
  }

  async #echo(): Promise<void> {
    for await (const frames of received(this.#heartbeat)) await this.#heartbeat.send(frames)
  }
}
