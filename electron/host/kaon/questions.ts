import { randomUUID } from "node:crypto"
import {
  type ExtensionFailure,
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
  extensionReplySchema,
  extensionTarget,
} from "../../../kernel/contracts/extension.ts"
import { type Entry, jsonOf } from "../../../kernel/keeper/index.ts"
import { headerFactory } from "../../../kernel/wire/index.ts"
import { Refusal } from "../http/refusal.ts"
import { follow } from "../kernels/follow.ts"
import type { HostKernel } from "../kernels/kernel.ts"

/** Milliseconds within which a kernel answers. */
const patience = 20_000

const statuses: Partial<Record<ExtensionFailure["code"], number>> = {
  BUSY: 503,
  NOT_FOUND: 404,
  METHOD_UNKNOWN: 501,
  REQUEST_INVALID: 400,
  PARAMS_INVALID: 400,
}

const without = () =>
  new Refusal(501, "This kernel does not answer Kaon's own questions.", { fix: "Choose the kernel TypeScript (Kaon)." })

/** Asks a kernel Kaon's own questions (`kaon.v1`), as one more of its clients. */
export class Questions {
  readonly #kernel: HostKernel
  readonly #headers = headerFactory(`host-${randomUUID()}`)
  /** The comm of one life of the kernel. */
  #comm: { life: number; id: Promise<string> } | undefined
  #last = 0

  constructor(kernel: HostKernel) {
    this.#kernel = kernel
  }

  /** Refuses with 501 where the kernel knows no such questions, 503 while a cell keeps it busy, 504 where it never answers. */
  async ask<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    const { life } = this.#kernel.state
    if (this.#comm?.life !== life) this.#comm = { life, id: this.#open() }
    const comm_id = await this.#comm.id
    const id = ++this.#last
    const data = await this.#request("comm_msg", { comm_id, data: { id, method, params } }, entry =>
      entry.type === "comm_msg" ? dataOf(entry) : undefined,
    )
    const reply = extensionReplySchema.parse(data)
    if ("error" in reply)
      throw new Refusal(statuses[reply.error.code] ?? 422, reply.error.message, { code: reply.error.code })
    return extensionMethods[method].result.parse(reply.result) as ExtensionResult<M>
  }

  async #open(): Promise<string> {
    const comm_id = randomUUID()
    let closed = false
    await this.#request("comm_open", { comm_id, target_name: extensionTarget, data: {} }, entry => {
      closed ||= entry.type === "comm_close"
      return isIdle(entry) ? true : undefined
    })
    if (closed) throw without()
    return comm_id
  }

  /** Sends a request on shell, and gives the first thing that `found` finds among its messages on iopub. */
  async #request<T>(type: string, content: unknown, found: (entry: Entry) => T | undefined): Promise<T> {
    const kernel = this.#kernel
    const header = this.#headers.header(type)
    const reader = await kernel.reader()
    const parts = [header, {}, {}, content].map(part => Buffer.from(JSON.stringify(part)))
    kernel.send("shell", header.session, { parts, buffers: [] })
    for await (const entries of follow(kernel, reader, AbortSignal.timeout(patience))) {
      for (const entry of entries) {
        const answer = entry.parent === header.msg_id && entry.channel === "iopub" ? found(entry) : undefined
        if (answer !== undefined) return answer
      }
    }
    throw new Refusal(504, "The kernel did not answer.", { fix: "Interrupt it, or try again when its cell is done." })
  }
}

function dataOf({ parts }: Entry): unknown {
  const content = jsonOf(parts[3])
  return typeof content === "object" && content !== null && "data" in content ? content.data : undefined
}

function isIdle({ type, parts }: Entry): boolean {
  if (type !== "status") return false
  const content = jsonOf(parts[3])
  return (
    typeof content === "object" &&
    content !== null &&
    "execution_state" in content &&
    content.execution_state === "idle"
  )
}
