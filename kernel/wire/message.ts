import { randomUUID } from "node:crypto"

/** A message header, Jupyter messaging 5.4. */
export interface MessageHeader {
  msg_id: string
  session: string
  username: string
  /** ISO 8601. */
  date: string
  msg_type: string
  version: string
  /** The subshell that a shell message is for; the main shell if absent. */
  subshell_id?: string | null
}

/** A message with its routing: what a socket receives after its signature was checked. */
export interface Message {
  /** ZeroMQ routing frames (or the iopub topic) before the delimiter. */
  identities: Uint8Array[]
  header: MessageHeader
  /** The header of the message that this one answers, or {}. */
  parent: Partial<MessageHeader>
  metadata: Record<string, unknown>
  content: Record<string, unknown>
  buffers: Uint8Array[]
}

export const protocolVersion = "5.4"

/** Makes headers of one session: message ids are the session's id and a counter. */
export function headerFactory(session: string = randomUUID(), username = "kaon") {
  let count = 0
  return {
    session,
    header: (msg_type: string): MessageHeader => ({
      msg_id: `${session}_${count++}`,
      session,
      username,
      date: new Date().toISOString(),
      msg_type,
      version: protocolVersion,
    }),
  }
}
