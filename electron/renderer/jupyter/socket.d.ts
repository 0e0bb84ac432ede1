import { type Message } from "./frames.ts"
import type { Server } from "./rest.ts"
export interface Channels {
  send(message: Message): void
  close(): void
}
export interface SocketEvents {
  /** Messages that arrived since the last call, in their order; called at most once a frame of the page. */
  messages(batch: readonly Message[]): void
  open(): void
  /** The connection was lost; another try follows by itself. */
  lost(): void
}
/** The channels of one kernel over a WebSocket that comes back by itself. What is sent while it is away goes out when it is back. */
export declare function openChannels(server: Server, kernel: string, session: string, events: SocketEvents): Channels
