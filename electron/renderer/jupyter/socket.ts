import { afterPaint } from "../state/afterpaint.ts"
import { decode, encode, type Message, subprotocol } from "./frames.ts"
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

/** Characters of streams that the page takes of one run; the host keeps the rest. */
const textLimit = 1_000_000
/** Bytes of messages that are taken in at once. */
const frameBytes = 200_000
/** Milliseconds without messages after which the next one is taken in at once. */
const quiet = 50
const waits = [200, 500, 1000, 2000, 5000]

/** The channels of one kernel over a WebSocket that comes back by itself. What is sent while it is away goes out when it is back. */
export function openChannels(
  server: Server,
  kernel: string,
  session: string,
  events: SocketEvents,
  after?: number,
): Channels {
  let socket: WebSocket | undefined
  let closed = false
  let tries = 0
  let reached = after
  let outbox: Message[] = []
  let inbox: { message: Message; size: number }[] = []
  let scheduled = false

  let flushed = 0

  const flush = () => {
    flushed = performance.now()
    // As much as fits a frame; the rest waits for the next one.
    let size = 0
    let end = 0
    while (end < inbox.length && size < frameBytes) size += inbox[end++]!.size
    const batch = inbox.slice(0, end).map(({ message }) => message)
    inbox = inbox.slice(end)
    scheduled = inbox.length > 0
    if (scheduled) schedule()
    if (batch.length > 0 && !closed) events.messages(batch)
  }
  const schedule = () => {
    // One alone is taken in at once; in a stream of them the page paints between two. Never while a frame is made: a letter that
    // was typed would wait for all of them.
    if (performance.now() - flushed > quiet) flush()
    else afterPaint(flush)
  }
  const receive = (frame: ArrayBuffer | string) => {
    const message = typeof frame === "string" ? fromText(frame) : decode(frame)
    const { kaon_seq: seq } = message.metadata
    if (typeof seq === "number") {
      // A host that counts its messages is told where to go on: none is lost, none comes twice.
      if (reached !== undefined && seq <= reached) return
      reached = seq
    }
    inbox.push({ message, size: typeof frame === "string" ? frame.length : frame.byteLength })
    if (scheduled) return
    scheduled = true
    schedule()
  }
  const connect = () => {
    const url = new URL(`api/kernels/${kernel}/channels`, server.base)
    url.protocol = url.protocol.replace("http", "ws")
    url.searchParams.set("session_id", session)
    if (reached !== undefined) {
      url.searchParams.set("after", String(reached))
      url.searchParams.set("text_limit", String(textLimit))
    }
    if (server.token !== "") url.searchParams.set("token", server.token)
    const current = new WebSocket(url, [subprotocol])
    socket = current
    current.binaryType = "arraybuffer"
    current.onmessage = ({ data }) => receive(data as ArrayBuffer | string)
    current.onopen = () => {
      tries = 0
      events.open()
      const waiting = outbox
      outbox = []
      for (const message of waiting) current.send(encode(message))
    }
    current.onclose = () => {
      if (closed) return
      events.lost()
      setTimeout(() => !closed && connect(), waits[Math.min(tries++, waits.length - 1)])
    }
  }
  connect()
  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(encode(message))
      else outbox.push(message)
    },
    close() {
      closed = true
      socket?.close()
    },
  }
}

/** Servers without the subprotocol send JSON texts. */
function fromText(text: string): Message {
  const found = JSON.parse(text)
  return { ...found, parent: found.parent_header, buffers: [] }
}
