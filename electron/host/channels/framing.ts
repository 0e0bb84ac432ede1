import type { RawMessage } from "../../../kernel/wire/index.ts"

/** A message as it goes over a WebSocket. */
export interface Frame {
  data: Uint8Array
  binary: boolean
}

export interface ClientMessage {
  channel: string
  message: RawMessage
}

/** What a WebSocket's messages look like; the client chooses with its subprotocol. Decoders throw SyntaxError or RangeError. */
export interface Framing {
  encode(channel: string, parts: readonly Uint8Array[]): Frame
  decode(data: Buffer, binary: boolean): ClientMessage
}
