import { randomBytes, timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import type { Keeper } from "./keeper.ts"
import { type KeeperAnswer, type KeeperRequest, type KeeperState, requestSchema } from "./protocol.ts"
import { receiveRecords, sendRecord } from "./socket.ts"

/** The hosts that are attached to a keeper. */
export class Attached {
  readonly address: string
  readonly secret = randomBytes(24).toString("base64url")
  readonly #server: Server
  readonly #hosts = new Set<Socket>()
  readonly #keeper: () => Keeper
  readonly #calls = new Set<Promise<void>>()
  /** When the last host left, in milliseconds since 1970. */
  leftAt = Date.now()

  constructor(keeper: () => Keeper) {
    const name = `kaon-keeper-${randomBytes(9).toString("hex")}`
    this.address = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
    this.#keeper = keeper
    this.#server = createServer(socket => this.#meet(socket))
  }

  get count(): number {
    return this.#hosts.size
  }

  async listen(): Promise<void> {
    this.#server.listen(this.address)
    await once(this.#server, "listening")
    process.once("exit", () => rmSync(this.address, { force: true }))
  }

  tell(state: KeeperState): void {
    for (const host of this.#hosts) this.#send(host, { op: "state", state })
  }

  /** Ends the connections once every call was answered. */
  async close(): Promise<void> {
    this.#server.close()
    await Promise.allSettled(this.#calls)
    for (const host of this.#hosts) host.end()
  }

  #send(host: Socket, answer: KeeperAnswer): void {
    sendRecord(host, answer)
  }

  #meet(socket: Socket): void {
    socket.on("error", () => {})
    socket.on("close", () => {
      if (this.#hosts.delete(socket)) this.leftAt = Date.now()
    })
    receiveRecords(socket, (header, parts) => {
      const request = requestSchema.parse(header)
      if (this.#hosts.has(socket)) this.#serve(socket, request, parts)
      else this.#welcome(socket, request)
    })
  }

  #welcome(socket: Socket, request: KeeperRequest): void {
    if (request.op !== "hello" || !same(request.secret, this.secret)) return void socket.destroy()
    this.#hosts.add(socket)
    this.#send(socket, { op: "welcome", state: this.#keeper().state })
  }

  #serve(socket: Socket, request: KeeperRequest, parts: Uint8Array[]): void {
    if (request.op === "send") {
      const message = { parts: parts.slice(0, 4), buffers: parts.slice(4) }
      try {
        this.#keeper().send(request.channel, request.from, message)
      } catch (cause) {
        console.error(`A message of a client was dropped: ${cause instanceof Error ? cause.message : String(cause)}.`)
      }
    } else if (request.op === "call") {
      const call = this.#call(socket, request)
      this.#calls.add(call)
      void call.finally(() => this.#calls.delete(call))
    }
  }

  async #call(socket: Socket, { id, method }: Extract<KeeperRequest, { op: "call" }>): Promise<void> {
    const call = this.#keeper().call[method]
    const problem = await call().then(() => undefined, problemOf)
    this.#send(socket, { op: "result", id, ...(problem === undefined ? {} : { problem }) })
  }
}

export const problemOf = (cause: unknown): { code: string; message: string; fix?: string } =>
  cause instanceof KaonError
    ? { code: cause.code, message: cause.message, ...(cause.fix === undefined ? {} : { fix: cause.fix }) }
    : { code: "KERNEL_DIED", message: cause instanceof Error ? cause.message : String(cause) }

function same(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}
