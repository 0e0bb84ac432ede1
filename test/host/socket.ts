import { once } from "node:events"
import WebSocket from "ws"
import { jsonFraming } from "../../electron/host/channels/framingjson.ts"
import { v1Framing, v1Protocol } from "../../electron/host/channels/framingv1.ts"
import { headerFactory } from "../../kernel/wire/index.ts"

export interface Received {
  channel: string
  header: { msg_type: string; msg_id: string }
  parent_header: { msg_id?: string }
  metadata: { kaon_seq?: number; kaon_omitted?: boolean }
  content: Record<string, never> & { text?: string; execution_state?: string; name?: string }
  buffers: Uint8Array[]
}

export interface SocketOptions {
  session?: string
  after?: number
  json?: boolean
  textLimit?: number
  headers?: Record<string, string>
}

/** A plain WebSocket on a kernel's channels, with either of Jupyter's framings. */
export async function openSocket(address: string, token: string, kernel: string, options: SocketOptions = {}) {
  const { session = "plain", after, json = false, headers = {}, textLimit } = options
  const query = new URLSearchParams({
    token,
    session_id: session,
    ...(after === undefined ? {} : { after: String(after) }),
    ...(textLimit === undefined ? {} : { text_limit: String(textLimit) }),
  })
  const url = `${address.replace("http", "ws")}/api/kernels/${kernel}/channels?${query}`
  const socket = new WebSocket(url, json ? [] : [v1Protocol], { headers })
  const framing = json ? jsonFraming : v1Framing
  const received: Received[] = []
  let news = Promise.withResolvers<void>()
  const closed = once(socket, "close").then(() => news.resolve())
  socket.on("message", (data: Buffer, binary: boolean) => {
    const { channel, message } = framing.decode(data, binary)
    const [header, parent_header, metadata, content] = message.parts.map(part =>
      JSON.parse(Buffer.from(part).toString()),
    )
    received.push({ channel, header, parent_header, metadata, content, buffers: [...message.buffers] })
    news.resolve()
  })
  await once(socket, "open")
  const own = headerFactory(session)
  return {
    socket,
    received,
    closed,
    send(
      type: string,
      content: unknown,
      extras: { channel?: string; buffers?: Uint8Array[]; metadata?: unknown } = {},
    ): string {
      const header = own.header(type)
      const parts = [header, {}, extras.metadata ?? {}, content].map(part => Buffer.from(JSON.stringify(part)))
      const { data, binary } = framing.encode(extras.channel ?? "shell", [...parts, ...(extras.buffers ?? [])])
      socket.send(data, { binary })
      return header.msg_id
    },
    execute(code: string, metadata: unknown = {}): string {
      const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false }
      return this.send("execute_request", content, { metadata })
    },
    /** The first message that fits, of those that came and that come; undefined where the socket closes before. */
    async find(fits: (message: Received) => boolean): Promise<Received | undefined> {
      for (let at = 0; ; ) {
        for (; at < received.length; at++) if (fits(received[at]!)) return received[at]
        if (socket.readyState === WebSocket.CLOSED) return undefined
        await news.promise
        news = Promise.withResolvers()
      }
    },
    idleOf(id: string) {
      return this.find(
        ({ parent_header, header, content }) =>
          parent_header.msg_id === id && header.msg_type === "status" && content.execution_state === "idle",
      )
    },
    text: () => received.map(({ header, content }) => (header.msg_type === "stream" ? content.text : "")).join(""),
    async [Symbol.asyncDispose]() {
      socket.terminate()
      await closed
    },
  }
}
