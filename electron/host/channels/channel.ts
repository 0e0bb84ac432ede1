import type { RawData, WebSocket } from "ws"
import type { Entry, JournalReader } from "../../../kernel/keeper/index.ts"
import type { RequestChannel } from "../../../kernel/wire/index.ts"
import { follow } from "../kernels/follow.ts"
import type { HostKernel } from "../kernels/kernel.ts"
import { Bookmark } from "./bookmark.ts"
import { Delivery, type DeliverySpec } from "./delivery.ts"
import type { Framing } from "./framing.ts"

export interface ChannelOptions {
  kernel: HostKernel
  framing: Framing
  delivery: DeliverySpec
}

/** Bytes that may wait for a slow client in memory; the rest waits on the disk. */
const highWater = 1 << 20
/** Milliseconds within which a client must have answered a ping. */
const heartbeat = 30_000

const requestChannels: ReadonlySet<string> = new Set<RequestChannel>(["shell", "control", "stdin"])
const isRequestChannel = (channel: string): channel is RequestChannel => requestChannels.has(channel)

/**
 * One client's WebSocket on a kernel. What it gets is read from the journal at its own pace; a client that comes back with its
 * session_id goes on after the last message whose arrival its side confirmed (a pong comes after all that was sent before it).
 */
export class Channel {
  readonly #socket: WebSocket
  readonly #options: ChannelOptions
  readonly #reader: JournalReader
  readonly #delivery: Delivery
  readonly #ended = new AbortController()
  readonly #bookmark: Bookmark
  /** What its side has confirmed, and what the system has taken. */
  #confirmed: number
  #taken: number
  #alive = true

  private constructor(socket: WebSocket, options: ChannelOptions, reader: JournalReader) {
    this.#socket = socket
    this.#options = options
    this.#reader = reader
    this.#delivery = new Delivery(options.delivery)
    this.#confirmed = reader.position.seq - 1
    this.#taken = this.#confirmed
    this.#bookmark = new Bookmark(options.kernel.bookmarks, options.delivery.client)
  }

  static async open(socket: WebSocket, options: ChannelOptions): Promise<Channel> {
    const { client, after } = options.delivery
    const { kernel } = options
    const channel = new Channel(socket, options, await kernel.reader(after ?? Bookmark.read(kernel.bookmarks, client)))
    if (socket.readyState === socket.OPEN) {
      channel.#start()
      return channel
    }
    channel.#end()
    await channel.#reader.close()
    return channel
  }

  close(): void {
    this.#socket.terminate()
    this.#end()
  }

  #start(): void {
    const { kernel } = this.#options
    kernel.connections++
    void kernel.closed.then(() => this.#socket.close(1001, "The kernel has ended."))
    const timer = setInterval(() => this.#beat(), heartbeat)
    this.#socket.on("message", (data, binary) => this.#receive(data, binary))
    this.#socket.on("pong", payload => this.#onPong(payload))
    this.#socket.on("error", () => {})
    this.#socket.once("close", () => {
      clearInterval(timer)
      kernel.connections--
      this.#end()
    })
    void this.#pump().catch(cause =>
      this.#socket.close(1011, cause instanceof Error ? cause.message.slice(0, 120) : ""),
    )
  }

  #end(): void {
    if (this.#ended.signal.aborted) return
    this.#ended.abort()
    this.#bookmark.write(this.#confirmed)
    this.#bookmark.close()
  }

  async #pump(): Promise<void> {
    const { signal } = this.#ended
    for await (const entries of follow(this.#options.kernel, this.#reader, signal)) {
      for (const entry of entries) if (!signal.aborted) await this.#send(entry)
      this.#sent(entries.at(-1)!.seq)
    }
  }

  /** Sends a message, and waits where the client is slow. */
  async #send(entry: Entry): Promise<void> {
    const parts = this.#delivery.partsOf(entry)
    if (parts === undefined) return
    const { data, binary } = this.#options.framing.encode(entry.channel, parts)
    const idle = this.#socket.bufferedAmount === 0
    // Marked first: a host that is killed right after it sent has sent it. The system takes what fits at once, and delivers it.
    if (idle) this.#mark(entry.seq)
    const sent = Promise.withResolvers<void>()
    this.#socket.send(data, { binary }, cause => {
      if (!cause) this.#onTaken(entry.seq)
      sent.resolve()
    })
    const waits = this.#socket.bufferedAmount > 0
    if (idle && waits) this.#mark(this.#taken)
    else if (!waits) this.#taken = entry.seq
    if (this.#socket.bufferedAmount > highWater) await sent.promise
  }

  /** A client that takes what is sent is there, however slow. */
  #onTaken(seq: number): void {
    this.#alive = true
    if (seq <= this.#taken) return
    this.#taken = seq
    this.#mark(seq)
  }

  /** What the client need not get again, should it come back after this host's end. */
  #mark(seq: number): void {
    if (!this.#ended.signal.aborted) this.#bookmark.write(seq)
  }

  #sent(seq: number): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const payload = Buffer.allocUnsafe(8)
    payload.writeBigUInt64LE(BigInt(seq), 0)
    this.#socket.ping(payload, undefined, cause => {
      if (!cause) this.#onTaken(seq)
    })
  }

  #onPong(payload: Buffer): void {
    this.#alive = true
    if (payload.length === 8) this.#confirmed = Math.max(this.#confirmed, Number(payload.readBigUInt64LE(0)))
  }

  #beat(): void {
    if (!this.#alive) this.#socket.terminate()
    else this.#socket.ping()
    this.#alive = false
  }

  #receive(data: RawData, binary: boolean): void {
    const { kernel, framing, delivery } = this.#options
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
    try {
      const { channel, message } = framing.decode(bytes, binary)
      if (!isRequestChannel(channel) || kernel.send(channel, delivery.client, message)) return
    } catch {
      this.#socket.close(1007, "This is no Jupyter message.")
      return
    }
    this.#socket.pause()
    void kernel.drained().then(() => this.#socket.resume())
  }
}
