import { randomUUID } from "node:crypto"
import { ClientSockets, type Connection, headerFactory, type Message } from "../wire/index.ts"

export type RequestChannel = "shell" | "control"

/** What becomes of one request. */
export interface Request {
  id: string
  /** The reply alone. */
  reply: Promise<Message>
  /** The reply, once the kernel also reported idle: no iopub message of the request comes after it. */
  done: Promise<Message>
}

export interface RequestListeners {
  /** Every iopub message of the request, in order; also those that come after `done`. */
  iopub?: (message: Message) => void
  /** A question of the request to the user; the answer goes back to the kernel. */
  input?: (prompt: string, password: boolean) => Promise<string>
}

/** What goes along with a message. */
interface Extras {
  metadata?: Record<string, unknown>
  buffers?: readonly Uint8Array[]
  /** The subshell that the message is for. */
  subshell?: string | undefined
}

interface Waiting {
  listeners: RequestListeners
  reply: PromiseWithResolvers<Message>
  idle: PromiseWithResolvers<void>
}

/** Requests and their answers over one kernel's sockets: every message finds its request by the parent's id. */
export class Exchange {
  /** Resolves when the kernel knows this client on every channel. */
  readonly connected: Promise<void>
  readonly #connection: Connection
  readonly #session = randomUUID()
  readonly #header = headerFactory(this.#session).header
  readonly #sockets: ClientSockets
  readonly #waiting = new Map<string, Waiting>()
  readonly #listeners = new Map<string, RequestListeners>()
  readonly #observers = new Set<(message: Message) => void>()
  #ended: Error | undefined

  constructor(connection: Connection) {
    this.#connection = connection
    this.#sockets = new ClientSockets(connection, this.#session)
    this.connected = this.#sockets.connect({
      shell: message => this.#onReply(message),
      control: message => this.#onReply(message),
      stdin: message => void this.#onInput(message),
      iopub: message => this.#onIopub(message),
      dropped: () => {},
    })
  }

  /** Sends a request. After `end`, both promises reject with its reason. */
  request(
    channel: RequestChannel,
    type: string,
    content: Record<string, unknown>,
    options: RequestListeners & Extras = {},
  ): Request {
    const { id, waiting } = this.#send(channel, type, content, options)
    const done = waiting.idle.promise.then(() => waiting.reply.promise)
    this.#forget(id, done)
    return { id, reply: waiting.reply.promise, done }
  }

  /** Sends on shell what has no reply, such as comm messages. Resolves when the kernel reports idle: it has dealt with the message. */
  notify(type: string, content: Record<string, unknown>, options: RequestListeners & Extras = {}): Promise<void> {
    const { id, waiting } = this.#send("shell", type, content, options)
    this.#forget(id, waiting.idle.promise)
    return waiting.idle.promise
  }

  #send(
    channel: RequestChannel,
    type: string,
    content: Record<string, unknown>,
    { metadata = {}, buffers = [], subshell, ...listeners }: RequestListeners & Extras,
  ): { id: string; waiting: Waiting } {
    const header = { ...this.#header(type), ...(subshell === undefined ? {} : { subshell_id: subshell }) }
    const waiting: Waiting = { listeners, reply: Promise.withResolvers(), idle: Promise.withResolvers() }
    for (const promise of [waiting.reply.promise, waiting.idle.promise]) promise.catch(() => {})
    this.#waiting.set(header.msg_id, waiting)
    if (listeners.iopub !== undefined) this.#listeners.set(header.msg_id, listeners)
    if (this.#ended !== undefined) this.#fail(waiting, this.#ended)
    else this.#sockets.send(channel, { header, parent: {}, metadata, content, buffers: [...buffers] })
    return { id: header.msg_id, waiting }
  }

  #forget(id: string, done: Promise<unknown>): void {
    void Promise.allSettled([done]).then(() => this.#waiting.delete(id))
  }

  /** Calls `observer` with every iopub message, whoever asked; returns how to stop. */
  observe(observer: (message: Message) => void): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  /** One heartbeat; false where no answer comes in time. */
  beat(milliseconds: number): Promise<boolean> {
    return this.#ended === undefined ? this.#sockets.beat(milliseconds) : Promise.resolve(false)
  }

  /** Closes the sockets; everything that still waits rejects with `reason`. */
  end(reason: Error): void {
    if (this.#ended !== undefined) return
    this.#ended = reason
    this.#sockets.close()
    for (const waiting of this.#waiting.values()) this.#fail(waiting, reason)
  }

  get connection(): Connection {
    return this.#connection
  }

  #fail(waiting: Waiting, reason: unknown): void {
    waiting.reply.reject(reason)
    waiting.idle.reject(reason)
  }

  #onReply(message: Message): void {
    this.#waiting.get(message.parent.msg_id ?? "")?.reply.resolve(message)
  }

  #onIopub(message: Message): void {
    const id = message.parent.msg_id ?? ""
    const waiting = this.#waiting.get(id)
    try {
      for (const observer of this.#observers) observer(message)
      this.#listeners.get(id)?.iopub?.(message)
    } catch (cause) {
      if (waiting === undefined) throw cause
      this.#fail(waiting, cause)
    }
    const isIdle = message.header.msg_type === "status" && message.content.execution_state === "idle"
    if (isIdle) waiting?.idle.resolve()
  }

  async #onInput(message: Message): Promise<void> {
    const waiting = this.#waiting.get(message.parent.msg_id ?? "")
    const { prompt, password } = message.content
    try {
      const value = await waiting?.listeners.input?.(typeof prompt === "string" ? prompt : "", password === true)
      const header = this.#header("input_reply")
      const content = { status: "ok", value: value ?? "" }
      if (this.#ended === undefined)
        this.#sockets.send("stdin", { header, parent: message.header, metadata: {}, content, buffers: [] })
    } catch (cause) {
      if (waiting !== undefined) this.#fail(waiting, cause)
    }
  }
}
