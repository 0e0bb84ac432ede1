import { z } from "zod"
import { omittedType } from "../state/outputs.ts"
import type { Message } from "./frames.ts"
import type { Server } from "./rest.ts"
import { type Channels, openChannels } from "./socket.ts"

export interface KernelEvents {
  /** Events of messages that came together are raised within one call of this. */
  together(events: () => void): void
  /** An iopub message of any request. */
  output(parent: string, type: string, content: unknown, at: number): void
  reply(parent: string, content: unknown, at: number): void
  question(parent: string, content: unknown): void
  status(status: "starting" | "idle" | "busy" | "restarting" | "dead" | "disconnected"): void
  /** The connection was lost; another try follows. */
  lost(): void
  /** The kernel answers for the first time, or again after it was away. */
  ready(language: string): void
}

const statusContent = z.object({ execution_state: z.string() })
const states = new Set(["starting", "idle", "busy", "restarting", "dead"] as const)
const info = z.looseObject({ language_info: z.looseObject({ name: z.string() }) })

/** Requests that are no run of code. */
const aside = new Set(["complete_request", "inspect_request", "usage_request", "comm_open", "comm_msg"])

export type CommListener = (data: unknown) => void

/** A running kernel as the interface uses it: requests with their replies, comms, and events for everything else. */
export class Kernel {
  readonly id: string
  readonly #session = crypto.randomUUID()
  readonly #channels: Channels
  readonly #waiting = new Map<string, (content: unknown) => void>()
  readonly #comms = new Map<string, CommListener>()
  readonly #events: KernelEvents
  #question: Message | undefined

  /** `after` is the last message that is known already, at a host that counts them. */
  constructor(server: Server, id: string, events: KernelEvents, after?: number) {
    this.id = id
    this.#events = events
    this.#channels = openChannels(
      server,
      id,
      this.#session,
      {
        messages: batch => events.together(() => batch.forEach(message => void this.#receive(message))),
        open: () => void this.#greet(),
        lost: () => {
          events.status("disconnected")
          events.lost()
        },
      },
      after,
    )
  }

  /** Sends a run; its outputs and reply come as events with `message` as their parent. */
  execute(message: string, code: string, metadata: Record<string, unknown>): void {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: true,
      stop_on_error: true,
    }
    this.#send("shell", "execute_request", content, message, metadata)
  }

  /** A request on the shell channel; resolves with the content of its reply. `on: "control"` passes running code. */
  request(type: string, content: Record<string, unknown>, on: "shell" | "control" = "shell"): Promise<unknown> {
    const id = crypto.randomUUID()
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.#waiting.set(id, resolve)
    this.#send(on, type, content, id)
    return promise
  }

  answer(value: string): void {
    const asked = this.#question
    this.#question = undefined
    this.#send("stdin", "input_reply", { status: "ok", value }, crypto.randomUUID(), {}, asked?.header)
  }

  openComm(target: string, listener: CommListener): { send(data: unknown): void } {
    const id = crypto.randomUUID()
    this.#comms.set(id, listener)
    this.#send("shell", "comm_open", { comm_id: id, target_name: target, data: {} }, crypto.randomUUID())
    return { send: data => this.#send("shell", "comm_msg", { comm_id: id, data }, crypto.randomUUID()) }
  }

  close(): void {
    this.#channels.close()
  }

  async #greet(): Promise<void> {
    const found = info.safeParse(await this.request("kernel_info_request", {}))
    this.#events.ready(found.data?.language_info.name ?? "plain")
  }

  #receive(message: Message): void {
    const { channel, content, header } = message
    const parent = message.parent?.msg_id ?? ""
    // What comes again after a reload happened when the kernel says, not now.
    const sent = Date.parse(String(header.date))
    const at = Number.isNaN(sent) ? Date.now() : sent
    if (channel === "iopub") {
      // Answers to questions on the side are no work of the kernel's: its lamp would flicker with every key.
      const asked = message.parent?.msg_type
      if (header.msg_type === "status" && typeof asked === "string" && aside.has(asked)) return
      this.#published(message, parent, at)
    } else if (header.msg_type === "input_request") {
      this.#question = message
      this.#events.question(parent, content)
    } else if (header.msg_type === "execute_reply") this.#events.reply(parent, content, at)
    else {
      this.#waiting.get(parent)?.(content)
      this.#waiting.delete(parent)
    }
  }

  #published({ header, content, metadata }: Message, parent: string, at: number): void {
    const type = header.msg_type
    if (type === "status") {
      const { data } = statusContent.safeParse(content)
      const state = [...states].find(known => known === data?.execution_state)
      if (state !== undefined) this.#events.status(state)
      // One that died is started again by its host, and says nothing of itself until it is asked.
      if (state === "restarting") void this.#greet()
    } else if (type === "comm_msg") this.#comms.get(String(content.comm_id))?.(content.data)
    else {
      this.#events.output(parent, type, content, at)
      if (metadata.kaon_omitted === true) this.#events.output(parent, omittedType, content, at)
    }
  }

  #send(
    channel: string,
    type: string,
    content: Record<string, unknown>,
    id: string,
    metadata: Record<string, unknown> = {},
    parent: Message["parent"] = {},
  ): void {
    const date = new Date().toISOString()
    const header = { msg_id: id, msg_type: type, session: this.#session, username: "", date, version: "5.4" }
    this.#channels.send({ channel, header, parent, metadata, content, buffers: [] })
  }
}
