import { z } from "zod"
import { outputTypes } from "../../../../kernel/client/index.ts"
import { type Entry, type JournalReader, jsonOf } from "../../../../kernel/keeper/index.ts"
import type { HostKernel } from "../../kernels/kernel.ts"

export const executionSchema = z.object({
  request: z.string().describe("Message id of the execute_request."),
  client: z.string().describe("Session id of the client that sent it."),
  cell: z.string().optional().describe("Id of the cell, where the client said it."),
  state: z.enum(["waiting", "running", "ok", "error", "aborted", "lost"]),
  count: z.number().int().nullable().describe("Execution count."),
  /** Sequence numbers of its first and its last message. */
  first: z.number().int(),
  last: z.number().int(),
  started: z.string().describe("When it was sent, ISO 8601."),
  began: z.string().optional().describe("When the kernel took it up, ISO 8601."),
  ended: z.string().optional().describe("When it was answered, ISO 8601."),
  live: z.boolean().describe("Whether the kernel has not been started anew since: what it defined is there."),
  outputs: z.number().int().describe("Messages that are outputs."),
  bytes: z.number().int().describe("Bytes of those messages."),
})
export type Execution = z.infer<typeof executionSchema>

const metadataSchema = z.object({ cellId: z.string().optional() })
const silentSchema = z.object({ silent: z.boolean() })
const replySchema = z.object({
  status: z.enum(["ok", "error", "aborted"]).catch("error"),
  execution_count: z.number().int().nullable().catch(null),
})
const isoOf = ({ at }: Pick<Entry, "at">): string => new Date(at).toISOString()

/** What was executed in a kernel, read from its journal; each update reads on from the last. */
export class Executions {
  readonly #kernel: HostKernel
  readonly #found = new Map<string, Execution>()
  #reader: Promise<JournalReader> | undefined
  #updating: Promise<void> = Promise.resolve()

  constructor(kernel: HostKernel) {
    this.#kernel = kernel
  }

  /** All of them, in the order they were sent. */
  async list(): Promise<Execution[]> {
    const update = () => this.#update()
    this.#updating = this.#updating.then(update, update)
    await this.#updating
    return [...this.#found.values()]
  }

  async find(request: string): Promise<Execution | undefined> {
    return (await this.list()).find(execution => execution.request === request)
  }

  async close(): Promise<void> {
    await (await this.#reader)?.close()
  }

  async #update(): Promise<void> {
    this.#reader ??= this.#kernel.reader(0)
    const reader = await this.#reader
    const { head } = this.#kernel.state
    for (let entries = await reader.read(head); entries.length > 0; entries = await reader.read(head)) {
      for (const entry of entries) this.#take(entry)
    }
  }

  #take(entry: Entry): void {
    if (entry.type === "execute_request" && entry.from !== undefined) this.#begin(entry, entry.from)
    if (entry.type === "status" && entry.parent === undefined) this.#onLife(entry)
    const execution = entry.parent === undefined ? undefined : this.#found.get(entry.parent)
    if (execution === undefined) return
    execution.last = entry.seq
    if (entry.type === "execute_reply") this.#end(execution, entry)
    else if (entry.type === "execute_input") {
      execution.state = "running"
      execution.began = isoOf(entry)
    }
    if (!outputTypes.has(entry.type)) return
    execution.outputs++
    execution.bytes += entry.parts.reduce((sum, part) => sum + part.byteLength, 0)
  }

  #begin({ id, seq, at, parts }: Entry, client: string): void {
    // What is silent shows nothing and counts as nothing: the host's own look at variables is so.
    if (silentSchema.safeParse(jsonOf(parts[3])).data?.silent === true) return
    const cell = metadataSchema.safeParse(jsonOf(parts[2])).data?.cellId
    const times = { first: seq, last: seq, started: isoOf({ at }) }
    const known = { request: id, client, ...(cell === undefined ? {} : { cell }) }
    this.#found.set(id, { ...known, state: "waiting", count: null, ...times, live: true, outputs: 0, bytes: 0 })
  }

  #end(execution: Execution, entry: Entry): void {
    const { status, execution_count } = replySchema.parse(jsonOf(entry.parts[3]))
    execution.ended = isoOf(entry)
    execution.state = status
    execution.count = execution_count
  }

  /** A kernel that starts anew answers nothing that was asked before. */
  #onLife({ parts }: Entry): void {
    const state = z.object({ execution_state: z.string() }).safeParse(jsonOf(parts[3])).data?.execution_state
    if (state !== "starting" && state !== "restarting" && state !== "dead") return
    for (const execution of this.#found.values()) {
      execution.live = false
      if (execution.state === "waiting" || execution.state === "running") execution.state = "lost"
    }
  }
}
