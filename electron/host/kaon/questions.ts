import { randomUUID } from "node:crypto"
import {
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
import type { HostKernel } from "../kernels/kernel.ts"
import { refusalOf } from "./refusals.ts"
import { request } from "./request.ts"

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
    const data = await request(
      this.#kernel,
      this.#headers.header("comm_msg"),
      { comm_id, data: { id, method, params } },
      entry => (entry.type === "comm_msg" ? dataOf(entry) : undefined),
    )
    const reply = extensionReplySchema.parse(data)
    if ("error" in reply) throw refusalOf(reply.error)
    return extensionMethods[method].result.parse(reply.result) as ExtensionResult<M>
  }

  async #open(): Promise<string> {
    const comm_id = randomUUID()
    let closed = false
    await request(
      this.#kernel,
      this.#headers.header("comm_open"),
      { comm_id, target_name: extensionTarget, data: {} },
      entry => {
        closed ||= entry.type === "comm_close"
        return isIdle(entry) ? true : undefined
      },
    )
    if (closed) throw without()
    return comm_id
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
