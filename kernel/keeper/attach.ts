import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { errorCodes, KaonError } from "../contracts/errors.ts"
import type { RawMessage, RequestChannel } from "../wire/index.ts"
import { answerSchema, type KeeperAnswer, type KeeperMethod, type KeeperRecord, type KeeperState } from "./protocol.ts"
import { receiveRecords, sendRecord } from "./socket.ts"

const gone = () => new KaonError("KERNEL_DIED", "The kernel has ended.", { fix: "Start it again." })

/** A host's connection to a keeper. */
export class Attachment {
  readonly #socket: Socket
  readonly #listeners = new Set<(state: KeeperState) => void>()
  readonly #calls = new Map<number, PromiseWithResolvers<void>>()
  #last = 0
  #state: KeeperState
  /** Resolves when the keeper has gone, or `close` was called. */
  readonly closed: Promise<void>

  private constructor(socket: Socket, { state }: Extract<KeeperAnswer, { op: "welcome" }>) {
    this.#socket = socket
    this.#state = state
    this.closed = new Promise(resolve => socket.once("close", () => resolve()))
    void this.closed.then(() => {
      for (const { reject } of this.#calls.values()) reject(gone())
    })
  }

  /** Undefined where the keeper of the record is not there any more. */
  static async open({ address, secret }: Pick<KeeperRecord, "address" | "secret">): Promise<Attachment | undefined> {
    const socket = connect(address)
    try {
      await once(socket, "connect")
    } catch {
      return undefined
    }
    let attachment: Attachment | undefined
    const welcome = Promise.withResolvers<Attachment | undefined>()
    socket.on("error", () => {})
    socket.once("close", () => welcome.resolve(undefined))
    receiveRecords(socket, header => {
      const answer = answerSchema.parse(header)
      if (attachment !== undefined) attachment.#receive(answer)
      else if (answer.op === "welcome") {
        attachment = new Attachment(socket, answer)
        welcome.resolve(attachment)
      }
    })
    sendRecord(socket, { op: "hello", secret })
    return welcome.promise
  }

  get state(): KeeperState {
    return this.#state
  }

  /** Calls the listener with each new state, until the returned function is called. */
  onState(listener: (state: KeeperState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Sends a client's message to the kernel. False where the sender should wait for `drained`. */
  send(channel: RequestChannel, from: string, { parts, buffers }: RawMessage): boolean {
    return sendRecord(this.#socket, { op: "send", channel, from }, [...parts, ...buffers])
  }

  async drained(): Promise<void> {
    if (this.#socket.writableNeedDrain) await Promise.race([once(this.#socket, "drain"), this.closed])
  }

  /** Resolves when it is done. Throws KERNEL_DIED where the kernel does not come back. */
  call(method: KeeperMethod): Promise<void> {
    const id = ++this.#last
    const waiting = Promise.withResolvers<void>()
    this.#calls.set(id, waiting)
    if (this.#socket.writable) sendRecord(this.#socket, { op: "call", id, method })
    else waiting.reject(gone())
    return waiting.promise.finally(() => this.#calls.delete(id))
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(answer: KeeperAnswer): void {
    if (answer.op === "state") {
      this.#state = answer.state
      for (const listener of this.#listeners) listener(answer.state)
    } else if (answer.op === "result") {
      const { id, problem } = answer
      if (problem === undefined) this.#calls.get(id)?.resolve()
      else this.#calls.get(id)?.reject(errorOf(problem))
    }
  }
}

/** An error that travelled as data. */
export function errorOf({ code, message, fix }: { code: string; message: string; fix?: string | undefined }): Error {
  const known = Object.keys(errorCodes).find(each => each === code)
  if (known === undefined) return new Error(message)
  return new KaonError(known as keyof typeof errorCodes, message, fix === undefined ? {} : { fix })
}
