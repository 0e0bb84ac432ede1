import { randomUUID } from "node:crypto"
import type { IncomingMessage, Server } from "node:http"
import type { Duplex } from "node:stream"
import { type WebSocket, WebSocketServer } from "ws"
import { judge, type Secrets } from "../guard/judge.ts"
import { targetOf } from "../http/target.ts"
import type { Kernels } from "../kernels/kernels.ts"
import { Channel } from "./channel.ts"
import { jsonFraming } from "./framingjson.ts"
import { v1Framing, v1Protocol } from "./framingv1.ts"

/** Bytes of one message from a client at most. */
const maxPayload = 512 << 20

const channelsPath = /^\/api\/kernels\/([^/]+)\/channels\/?$/
/** Jupyter's stream of events, which has none here. */
const eventsPath = /^\/api\/events\/subscribe\/?$/

/** WebSockets of the host: a kernel's channels, for whom `judge` lets in. Returns how to end them all. */
export function serveChannels(server: Server, kernels: Kernels, secrets: () => Secrets): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: offered => (offered.has(v1Protocol) ? v1Protocol : false),
  })
  const channels = new Map<string, Channel>()

  const open = async (socket: WebSocket, kernelId: string, query: URLSearchParams) => {
    const kernel = kernels.get(kernelId)
    const client = query.get("session_id") || randomUUID()
    const key = `${kernelId} ${client}`
    // A client that comes back has left its old connection, whether or not that was noticed here.
    channels.get(key)?.close()
    const framing = socket.protocol === v1Protocol ? v1Framing : jsonFraming
    const delivery = {
      client,
      after: numberOf(query.get("after")),
      textLimit: numberOf(query.get("text_limit")),
      isHere: (other: string) => channels.has(`${kernelId} ${other}`),
    }
    // Messages that come before anybody listens would be lost.
    socket.pause()
    const channel = await Channel.open(socket, { kernel, framing, delivery })
    channels.set(key, channel)
    socket.once("close", () => {
      if (channels.get(key) === channel) channels.delete(key)
    })
    socket.resume()
  }

  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => {})
    const verdict = judge({ url: request.url ?? "/", headers: request.headers }, secrets())
    if (!verdict.allowed) return refuse(stream, verdict.status)
    const { path, query } = targetOf(request.url)
    const kernelId = channelsPath.exec(path)?.[1]
    if (kernelId === undefined && !eventsPath.test(path)) return refuse(stream, 404)
    const upgrade = () => {
      if (kernelId !== undefined && kernels.find(kernelId) === undefined) return refuse(stream, 404)
      sockets.handleUpgrade(request, stream, head, socket => {
        if (kernelId === undefined) return
        open(socket, kernelId, query).catch(() => socket.close(1011, "The kernel has ended."))
      })
    }
    if (kernelId === undefined || kernels.find(kernelId) !== undefined) upgrade()
    // Another host of the folder may have started it.
    else kernels.look().then(upgrade, () => refuse(stream, 404))
  })
  return () => {
    for (const channel of channels.values()) channel.close()
    for (const socket of sockets.clients) socket.terminate()
  }
}

function numberOf(text: string | null): number | undefined {
  const value = text === null || text === "" ? Number.NaN : Number(text)
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

const reasons: Record<number, string> = { 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" }

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
