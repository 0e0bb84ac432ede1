import type { FromMain, StreamName } from "../runtime/protocol.ts"
import { Mask } from "../secrets/mask.ts"
import type { KernelSockets, MessageHeader } from "../wire/index.ts"
import { headerFactory } from "../wire/index.ts"

type Content = Record<string, unknown>

interface Post {
  type: string
  parent: Partial<MessageHeader>
  content: Content
  metadata?: Content
  buffers?: Uint8Array[]
  topic?: Uint8Array
}

/** One object for all messages without metadata: what lasts is encoded once. */
export const none: Content = {}

/** How long a written line may wait for company before it is sent (ms), and how much text makes a message by itself (characters). */
const batch = { delay: 4, size: 64 << 10 }

/**
 * Everything that goes out on iopub, in order; lines written one after the other by the same run travel together. What is said in
 * one step is written and signed after it: a cell is on its way to the main thread before the world is told that it was.
 */
export class Publisher {
  readonly headers = headerFactory()
  /** The secrets that the user's code has in hand: none of them goes out. */
  readonly mask = new Mask()
  readonly #sockets: KernelSockets
  readonly #taken: (characters: number) => void
  #stream: { parent: MessageHeader; name: StreamName; texts: string[]; size: number } | undefined
  /** The end of what was written that may be the beginning of a secret. */
  #held: { parent: MessageHeader; name: StreamName; text: string } | undefined
  #timer: NodeJS.Timeout | undefined
  #posts: Post[] = []

  /** @param taken is told how many characters of output have been handed on, for back-pressure */
  constructor(sockets: KernelSockets, taken: (characters: number) => void) {
    this.#sockets = sockets
    this.#taken = taken
  }

  send(
    type: string,
    parent: Partial<MessageHeader>,
    content: Content,
    options: { metadata?: Content; buffers?: Uint8Array[]; topic?: Uint8Array } = {},
  ): void {
    this.#endStream()
    this.#letGo()
    this.#post({ type, parent, content, ...options })
  }

  status(state: "starting" | "busy" | "idle", parent: Partial<MessageHeader>): void {
    this.send("status", parent, { execution_state: state })
  }

  stream(parent: MessageHeader, name: StreamName, text: string): void {
    if (this.#stream !== undefined && (this.#stream.parent !== parent || this.#stream.name !== name)) this.#endStream()
    this.#stream ??= { parent, name, texts: [], size: 0 }
    this.#stream.texts.push(text)
    this.#stream.size += text.length
    if (this.#stream.size >= batch.size) this.#endStream()
    else this.#timer ??= setTimeout(() => this.flush(), batch.delay)
  }

  display(parent: MessageHeader, message: Extract<FromMain, { type: "display" }>): void {
    const transient = message.displayId === undefined ? {} : { display_id: message.displayId }
    this.send(message.update ? "update_display_data" : "display_data", parent, {
      data: message.bundle,
      metadata: message.metadata,
      transient,
    })
  }

  /** Hands over all that waits. */
  flush(): void {
    this.#endStream()
    this.#drain()
  }

  #endStream(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const stream = this.#stream
    if (stream === undefined) return
    this.#stream = undefined
    this.#write(stream.parent, stream.name, stream.texts.join(""))
    this.#taken(stream.size)
  }

  /** What is written piece by piece is masked as one text. */
  #write(parent: MessageHeader, name: StreamName, text: string): void {
    if (this.mask.empty) {
      this.#post({ type: "stream", parent, content: { name, text } })
      return
    }
    if (this.#held?.parent !== parent || this.#held.name !== name) this.#letGo()
    const whole = (this.#held?.text ?? "") + text
    const size = whole.length - this.mask.undecided(whole)
    this.#held = size === whole.length ? undefined : { parent, name, text: whole.slice(size) }
    if (size > 0) this.#post({ type: "stream", parent, content: { name, text: whole.slice(0, size) } })
  }

  #letGo(): void {
    const held = this.#held
    this.#held = undefined
    if (held !== undefined)
      this.#post({ type: "stream", parent: held.parent, content: { name: held.name, text: held.text } })
  }

  #post(post: Post): void {
    if (this.#posts.push(post) === 1) queueMicrotask(() => this.#drain())
  }

  #drain(): void {
    const posts = this.#posts
    this.#posts = []
    for (const { type, parent, content, metadata = none, buffers = [], topic = Buffer.from(type) } of posts) {
      const header = this.headers.header(type)
      this.#sockets.send("iopub", {
        identities: [topic],
        header,
        parent,
        ...this.mask.value({ metadata, content }),
        buffers,
      })
    }
  }
}
