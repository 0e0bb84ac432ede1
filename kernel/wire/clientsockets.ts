import { parseMessage } from "./codec.ts"
import type { Channel, Connection } from "./connection.ts"
import type { Outgoing } from "./kernelsockets.ts"
import type { Message } from "./message.ts"
import { RelaySockets, type RequestChannel } from "./relaysockets.ts"

export interface ClientHandlers {
  shell(message: Message): void
  control(message: Message): void
  stdin(message: Message): void
  iopub(message: Message): void
  dropped(channel: Channel, why: string): void
}

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

/** A client's five sockets, with messages as objects. */
export class ClientSockets {
  readonly #relay: RelaySockets

  constructor(connection: Connection, session: string) {
    this.#relay = new RelaySockets(connection, session)
  }

  /** Connects in the background; resolves when the kernel knows this client on every channel. Never rejects. */
  connect(handlers: ClientHandlers): Promise<void> {
    return this.#relay.connect({
      received: (channel, message) => handlers[channel](parseMessage(message)),
      dropped: handlers.dropped,
    })
  }

  send(channel: RequestChannel, { header, parent, metadata, content, buffers }: Outgoing): void {
    this.#relay.send(channel, { parts: [header, parent, metadata, content].map(bytes), buffers })
  }

  /** Sends one heartbeat; false where no answer comes within `milliseconds`. */
  beat(milliseconds: number): Promise<boolean> {
    return this.#relay.beat(milliseconds)
  }

  close(): void {
    this.#relay.close()
  }
}
