import { extensionTarget } from "../contracts/extensiontarget.ts"
import type { CommMessage } from "../runtime/protocol.ts"
import type { Message, MessageHeader } from "../wire/index.ts"
import type { Extension } from "./extension/extension.ts"
import { log } from "./log.ts"
import type { MainLink } from "./mainlink.ts"
import type { Publisher } from "./publisher.ts"
import { commRequest } from "./requests.ts"

type Content = Record<string, unknown>
type Event = CommMessage["event"]

/** How many messages keep their header, for output that comes after them. Apart from the cells': a slider sends thousands. */
const rememberedRuns = 2000

export interface CommsEdges {
  link: MainLink
  publisher: Publisher
  /** Loaded with the first request to it. */
  extension(): Promise<Extension>
  /** Nobody has a comm to the extension any more. */
  extensionClosed(): void
}

/**
 * All open comms. User code has those that it opened and those that the front end opened to its targets: their messages go through
 * here, so that the worker can tell at any time which are open. Comms of the target `kaon.v1` are answered here and never reach user code.
 */
export class Comms {
  readonly #edges: CommsEdges
  /** Target by id. */
  readonly #open = new Map<string, string>()
  readonly #handling = new Map<number, () => void>()
  readonly #parents = new Map<number, MessageHeader>()
  /** One for all requests: it keeps what editors told it. */
  #extension: Promise<Extension> | undefined

  constructor(edges: CommsEdges) {
    this.#edges = edges
  }

  /** Resolves when the message was dealt with: after its handlers in user code, which wait until the main thread is free. */
  async receive(event: Event, message: Message): Promise<void> {
    const { id, target, data } = commRequest(message)
    const known = event === "open" ? target : this.#open.get(id)
    if (event === "open") this.#open.set(id, target)
    if (event === "close") this.#open.delete(id)
    if (known !== extensionTarget) return await this.#deliver(event, id, target, data, message)
    if (event === "close" && !this.#open.values().some(name => name === extensionTarget)) this.#edges.extensionClosed()
    if (event !== "msg") return
    this.#extension ??= this.#edges.extension()
    const answer = (await this.#extension).answer(data)
    this.#publish("msg", message.header, { comm_id: id, data: await answer })
  }

  /** A comm message of user code, on its way to the front end. */
  send({ event, id, target, data, metadata, buffers }: CommMessage, parent: Partial<MessageHeader>): void {
    if (event === "open") this.#open.set(id, target)
    if (event === "close") this.#open.delete(id)
    const content = event === "open" ? { comm_id: id, target_name: target, data } : { comm_id: id, data }
    this.#publish(event, parent, content, { metadata, buffers })
  }

  /** The header of the message that a run was started by, for what its handlers print. */
  parentOf(run: number): MessageHeader | undefined {
    return this.#parents.get(run)
  }

  handled(run: number): void {
    this.#handling.get(run)?.()
  }

  /** Handlers that were interrupted do not report their end. */
  interrupted(): void {
    for (const done of [...this.#handling.values()]) done()
  }

  get handling(): boolean {
    return this.#handling.size > 0
  }

  /** The content of comm_info_reply; with `target`, of its comms alone. */
  info(target?: unknown): Content {
    const found = [...this.#open].filter(([, name]) => typeof target !== "string" || target === "" || name === target)
    return { status: "ok", comms: Object.fromEntries(found.map(([id, name]) => [id, { target_name: name }])) }
  }

  /** Tells the front end that every comm is closed: the kernel ends. */
  closeAll(): void {
    for (const id of this.#open.keys()) this.#publish("close", {}, { comm_id: id, data: {} })
    this.#open.clear()
  }

  async #deliver(event: Event, id: string, target: string, data: unknown, message: Message): Promise<void> {
    const buffers = message.buffers.map(bytes => new Uint8Array(bytes))
    const run = this.#edges.link.deliver({ event, id, target, data, metadata: message.metadata, buffers })
    this.#parents.set(run, message.header)
    if (this.#parents.size > rememberedRuns) this.#parents.delete(this.#parents.keys().next().value!)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#handling.set(run, resolve)
    await promise
    this.#handling.delete(run)
  }

  #publish(
    event: Event,
    parent: Partial<MessageHeader>,
    content: Content,
    extras: { metadata?: Content; buffers?: Uint8Array[] } = {},
  ): void {
    this.#edges.publisher.send(`comm_${event}`, parent, content, extras)
  }
}

/** Handlers of what comes on shell without a reply. A message that is malformed is logged and dropped. */
export function commHandlers(comms: Comms): Record<string, (message: Message) => Promise<void>> {
  const handler = (event: Event) => (message: Message) =>
    comms.receive(event, message).catch(cause => log(`a comm_${event} was dropped: ${(cause as Error).message}`))
  return { comm_open: handler("open"), comm_msg: handler("msg"), comm_close: handler("close") }
}
