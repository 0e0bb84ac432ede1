import type { Message } from "../wire/index.ts"
import type { Cells } from "./cells.ts"
import { type CodeRequest, helpRequest } from "./code.ts"
import type { Debugging } from "./debugging.ts"
import { type Execution, execute } from "./execute.ts"
import type { Interrupter } from "./interrupt.ts"
import type { MainLink } from "./mainlink.ts"
import type { Publisher } from "./publisher.ts"
import type { Content, Reply } from "./reply.ts"
import { refusal } from "./reply.ts"
import { type ExecuteRequest, executeRequest } from "./requests.ts"
import type { Shell } from "./shell.ts"

/** How many runs keep their request, for output that comes after them. */
const rememberedRuns = 2000

/** A cell of up to so many characters compiles in less time than its first messages take to write. */
const shortCell = 300

export interface RunnerEdges {
  cells: Cells
  link: MainLink
  publisher: Publisher
  debugging: Debugging
  interrupter: Interrupter
  reply: Reply
  /** What to say of a name that the reader asks about with `name?`. */
  help(request: CodeRequest): Promise<Content>
  /** Told what ran, once it is answered. */
  ran(count: number, source: string, output: string | null): void
}

interface Running {
  run: number | undefined
  message: Message
  shell: Shell
}

/** Runs cells: one at a time in each (sub)shell, answered when they end, aborted when an earlier one of their shell failed. */
export class CellRunner {
  readonly #edges: RunnerEdges
  readonly #running = new Set<Running>()
  readonly #parents = new Map<number, Message>()
  #count = 0

  constructor(edges: RunnerEdges) {
    this.#edges = edges
  }

  /** The request that a run answers, also for a while after it has ended. */
  requestOf(run: number): Message | undefined {
    return this.#parents.get(run)
  }

  /** The request of a cell that runs now, other than `message`. */
  busyWith(message?: Message): Message | undefined {
    return [...this.#running].find(running => running.message !== message)?.message
  }

  /** Handles one execute_request to its reply. Never rejects. */
  async run(message: Message, shell: Shell): Promise<void> {
    const { publisher, reply, debugging } = this.#edges
    let request: ExecuteRequest
    try {
      request = executeRequest(message)
    } catch (cause) {
      const content = { ...refusal(cause), execution_count: this.#count, user_expressions: {} }
      reply("shell", message, "execute_reply", content)
      return
    }
    if (shell.isOvertaken(message)) {
      this.#replyAborted(message)
      return
    }
    if (request.storeHistory) this.#count++
    const count = this.#count
    if (!request.silent) publisher.send("execute_input", message.header, { code: request.code, execution_count: count })
    // While a long cell compiles, its clients read that it has begun; a short one is under way before they could.
    if (request.code.length > shortCell) publisher.flush()
    const help = helpRequest(request.code)
    if (help !== undefined) {
      const content = {
        status: "ok",
        execution_count: count,
        user_expressions: {},
        payload: [await this.#edges.help(help)],
      }
      reply("shell", message, "execute_reply", content)
      return
    }
    const running: Running = { run: undefined, message, shell }
    this.#running.add(running)
    const execution = await execute(message, request, count, {
      ...this.#edges,
      prepare: debugging.isStarted ? program => debugging.prepare(program) : undefined,
      started: run => this.#started(running, run),
    })
    this.#running.delete(running)
    this.#remember(running)
    // What waited when the cell failed is aborted; a client that reacts to the failure comes after and is served.
    const stopped = execution.failed && request.stopOnError
    if (stopped) await shell.failed()
    const aborted = stopped ? await shell.takeWaiting() : []
    this.#answer(message, request, execution)
    for (const waiting of aborted) this.#abort(waiting)
  }

  /** Interrupts every cell that runs and aborts those that wait behind it; false where none runs. */
  async interrupt(): Promise<boolean> {
    const interrupted = [...this.#running].map(async ({ run, shell }) => {
      if (run === undefined) return false
      const waiting = await shell.takeWaiting()
      await this.#edges.interrupter.interrupt(run)
      for (const message of waiting) this.#abort(message)
      return true
    })
    return (await Promise.all(interrupted)).includes(true)
  }

  /** Asks trainings that run to stop at the best that they had; false where none can be asked. */
  async keepBest(): Promise<boolean> {
    const asked = [...this.#running].map(({ run }) => run !== undefined && this.#edges.interrupter.keepBest(run))
    return (await Promise.all(asked)).includes(true)
  }

  /** Ends every run as done: the process is about to leave at its own wish. */
  settleAll(): void {
    for (const { run } of this.#running)
      if (run !== undefined) this.#edges.link.settle(run, { status: "ok", expressions: {} })
  }

  #started(running: Running, run: number): void {
    running.run = run
    this.#parents.set(run, running.message)
    if (this.#parents.size > rememberedRuns) this.#parents.delete(this.#parents.keys().next().value!)
  }

  /** A run that has ended keeps of its request what late output needs: a copy, which holds neither code nor written bytes. */
  #remember({ run, message }: Running): void {
    if (run === undefined || !this.#parents.has(run)) return
    this.#parents.set(run, { ...message, header: { ...message.header }, parent: {}, content: {}, buffers: [] })
  }

  #answer(message: Message, request: ExecuteRequest, { content, metadata, output }: Execution): void {
    this.#edges.reply("shell", message, "execute_reply", content, metadata)
    if (request.storeHistory) this.#edges.ran(content.execution_count as number, request.code, output)
  }

  #abort(message: Message): void {
    const { publisher } = this.#edges
    publisher.status("busy", message.header)
    this.#replyAborted(message)
    publisher.status("idle", message.header)
  }

  #replyAborted(message: Message): void {
    const content = { status: "aborted", execution_count: this.#count, user_expressions: {}, payload: [] }
    this.#edges.reply("shell", message, "execute_reply", content)
  }
}
