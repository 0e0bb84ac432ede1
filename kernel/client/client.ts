import type { z } from "zod"
import type { Message } from "../wire/index.ts"
import {
  commInfoReplySchema,
  completeReplySchema,
  historyReplySchema,
  inspectReplySchema,
  isCompleteReplySchema,
  type KernelInfo,
  kernelInfoSchema,
} from "./answers.ts"
import { ClientComm, type CommExtras, watchComms } from "./comm.ts"
import { toCursor, toOffset } from "./cursor.ts"
import { kernelClosed } from "./died.ts"
import { type ExecuteOptions, type Execution, execute } from "./execute.ts"
import { ExtensionClient } from "./extension.ts"
import type { Link } from "./link.ts"
import type { Exit } from "./process.ts"

export type HistoryQuery =
  | { access: "tail"; n: number }
  | { access: "range"; session: number; start: number; stop?: number }
  | { access: "search"; pattern: string; n?: number; unique?: boolean }

/**
 * A Jupyter client of one kernel that it started. Every method rejects with KERNEL_DIED once the kernel has ended, with its
 * exit code or signal and its last lines. Cursor positions are offsets in JavaScript strings. `await using` ends the kernel.
 */
export class KernelClient {
  #link: Link
  readonly #open: () => Promise<Link>

  constructor(link: Link, open: () => Promise<Link>) {
    this.#link = link
    this.#open = open
  }

  /** What the kernel said of itself when it started. */
  get info(): KernelInfo {
    return this.#link.info
  }

  get pid(): number {
    return this.#link.process.pid
  }

  /** Resolves when the kernel's process of this moment has ended. */
  get exited(): Promise<Exit> {
    return this.#link.process.exited
  }

  /** Runs code; resolves after the reply *and* idle, so with every output. A failure of the code is in the result, not thrown. */
  execute(code: string, options: ExecuteOptions = {}): Promise<Execution> {
    return execute(this.#link.exchange, code, options)
  }

  async kernelInfo(): Promise<KernelInfo> {
    return this.#ask("kernel_info_request", {}, kernelInfoSchema)
  }

  /** Completions at an offset; `start` and `end` are the part of the code that a match replaces. */
  async complete(code: string, offset = code.length) {
    const content = { code, cursor_pos: toCursor(code, offset) }
    const { matches, cursor_start, cursor_end, metadata } = await this.#ask(
      "complete_request",
      content,
      completeReplySchema,
    )
    return { matches, start: toOffset(code, cursor_start), end: toOffset(code, cursor_end), metadata }
  }

  /** Documentation of what stands at an offset. */
  inspect(code: string, offset = code.length, detail: 0 | 1 = 0) {
    const content = { code, cursor_pos: toCursor(code, offset), detail_level: detail }
    return this.#ask("inspect_request", content, inspectReplySchema)
  }

  isComplete(code: string) {
    return this.#ask("is_complete_request", { code }, isCompleteReplySchema)
  }

  /** Earlier inputs as [session, line, input]; with `output`, the input is a pair of input and output. */
  async history({ access, ...query }: HistoryQuery, { output = false, raw = true } = {}) {
    const content = { hist_access_type: access, output, raw, ...query }
    return (await this.#ask("history_request", content, historyReplySchema)).history
  }

  /** Opens a comm; resolves when the kernel has dealt with it. Where it has no such target, the comm is closed then. */
  async openComm(target: string, data: unknown = {}, extras: CommExtras = {}): Promise<ClientComm> {
    const comm = new ClientComm(this.#link.exchange, target)
    await comm.open(data, extras)
    return comm
  }

  /** Calls `opened` with each comm that the kernel opens to a target, until the returned function is called or the kernel restarts. */
  onComm(target: string, opened: (comm: ClientComm, data: unknown, message: Message) => void): () => void {
    return watchComms(this.#link.exchange, target, opened)
  }

  /** The open comms, by id; with `target`, its comms alone. */
  async comms(target?: string): Promise<Record<string, string>> {
    const content = target === undefined ? {} : { target_name: target }
    const { comms } = await this.#ask("comm_info_request", content, commInfoReplySchema)
    return Object.fromEntries(Object.entries(comms).map(([id, { target_name }]) => [id, target_name]))
  }

  /** What only Kaon's own kernel answers: the language service, variables, the graph. */
  extension(): Promise<ExtensionClient> {
    return ExtensionClient.over(target => this.openComm(target))
  }

  /** Any request on the control channel, such as `debug_request`, which is answered whatever runs; resolves with the reply, after idle. */
  control(type: string, content: Record<string, unknown>): Promise<Message> {
    return this.#link.exchange.request("control", type, content).done
  }

  /** Calls `observer` with every iopub message of the kernel, whoever asked, until the returned function is called or the kernel restarts. */
  observe(observer: (message: Message) => void): () => void {
    return this.#link.exchange.observe(observer)
  }

  /** Interrupts what runs, as the kernel's spec wants it: by message or by signal. */
  interrupt(): Promise<void> {
    return this.#link.interrupt()
  }

  /** One heartbeat; false where none comes back in time: the kernel has ended or hangs. */
  beat(milliseconds = 1000): Promise<boolean> {
    return this.#link.exchange.beat(milliseconds)
  }

  /** Ends the kernel and starts it again. What was waiting rejects with KERNEL_DIED. */
  async restart(): Promise<void> {
    await this.#link.close(kernelClosed(), true)
    this.#link = await this.#open()
  }

  /** Ends the kernel: asks, waits `patience` milliseconds, then ends it by force. */
  shutdown(patience?: number): Promise<void> {
    return this.#link.close(kernelClosed(), false, patience)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown()
  }

  async #ask<T>(type: string, content: Record<string, unknown>, schema: z.ZodType<T>): Promise<T> {
    const { done } = this.#link.exchange.request("shell", type, content)
    return schema.parse((await done).content)
  }
}
