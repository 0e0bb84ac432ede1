import { randomUUID } from "node:crypto"
import type { Message } from "../wire/index.ts"
import type { Exchange } from "./exchange.ts"

export interface CommExtras {
  buffers?: readonly Uint8Array[]
  metadata?: Record<string, unknown>
  /** Every iopub message of this one: what its handlers print, and their answers. */
  iopub?: (message: Message) => void
}

export type CommListener = (data: unknown, message: Message) => void

/** A client's end of a comm. What it sends resolves when the kernel has dealt with it, and rejects with KERNEL_DIED. */
export class ClientComm {
  readonly id: string
  readonly target: string
  /** Resolves when the kernel closes the comm, with what it said. */
  readonly closed: Promise<unknown>
  readonly #exchange: Exchange
  readonly #listeners = new Set<CommListener>()
  readonly #stop: () => void

  constructor(exchange: Exchange, target: string, id: string = randomUUID()) {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.id = id
    this.target = target
    this.closed = promise
    this.#exchange = exchange
    this.#stop = exchange.observe(message => {
      const { comm_id, data } = message.content
      if (comm_id !== id) return
      if (message.header.msg_type === "comm_msg") for (const listener of this.#listeners) listener(data, message)
      if (message.header.msg_type !== "comm_close") return
      resolve(data)
      this.#stop()
    })
  }

  /** Calls the listener with each message of the kernel, its buffers in the message; returns how to stop. */
  onMessage(listener: CommListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(data: unknown = {}, extras: CommExtras = {}): Promise<void> {
    return this.#exchange.notify("comm_open", { comm_id: this.id, target_name: this.target, data }, extras)
  }

  send(data: unknown, extras: CommExtras = {}): Promise<void> {
    return this.#exchange.notify("comm_msg", { comm_id: this.id, data }, extras)
  }

  close(data: unknown = {}, extras: CommExtras = {}): Promise<void> {
    this.#stop()
    return this.#exchange.notify("comm_close", { comm_id: this.id, data }, extras)
  }
}

/** Calls `opened` with each comm that the kernel opens to a target; returns how to stop. */
export function watchComms(
  exchange: Exchange,
  target: string,
  opened: (comm: ClientComm, data: unknown, message: Message) => void,
): () => void {
  return exchange.observe(message => {
    const { comm_id, target_name, data } = message.content
    if (message.header.msg_type !== "comm_open" || target_name !== target || typeof comm_id !== "string") return
    opened(new ClientComm(exchange, target, comm_id), data, message)
  })
}
