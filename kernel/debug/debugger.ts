import { type Attached, attach } from "./attached.ts"
import type { DebugCell, Position } from "./cell.ts"
import { type CommandContext, commands } from "./commands.ts"
import type { DebugEvent, Response } from "./dap.ts"
import { Refusal, threadId } from "./dap.ts"
import { argumentSchemas, requestSchema } from "./requests.ts"
import { Target } from "./target.ts"
import { Variables } from "./variables.ts"

export interface DebugEdges {
  /** The cell of a URL that ran or was compiled; undefined where its source is not known or has no code. */
  cellAt(url: string): DebugCell | undefined
  /** Makes a source known, so that `cellAt` finds it; it need not have run. */
  know(source: string): void
  /** A TypeScript expression as JavaScript. */
  plain(code: string): string
  /** Does code around a place of a source catch what is thrown there? */
  isGuarded(source: string, position: Position): boolean
  /** Names of the globals that Kaon brings. */
  given: ReadonlySet<string>
  event(event: DebugEvent): void
}

/**
 * The kernel's debug adapter: requests of the Debug Adapter Protocol, as Jupyter carries them, become questions to V8, asked
 * from this thread about the one that runs the user's code. It answers whatever that thread does.
 */
export class DebugAdapter {
  readonly #edges: DebugEdges
  #target: Target | undefined
  #variables: Variables | undefined
  #attaching: Promise<Attached> | undefined
  #attached: Attached | undefined
  #seq = 0

  constructor(edges: DebugEdges) {
    this.#edges = edges
  }

  get isStarted(): boolean {
    return this.#attached !== undefined
  }

  get isStopped(): boolean {
    return this.#attached?.pauses.isStopped === true
  }

  /** Answers one `debug_request`; never rejects: what cannot be done is an answer without success. */
  async request(content: unknown): Promise<Response> {
    const parsed = requestSchema.safeParse(content)
    if (!parsed.success) return this.#response(0, "", { message: "This is no request of the Debug Adapter Protocol." })
    const { seq, command, arguments: given } = parsed.data
    try {
      return this.#response(seq, command, { body: await this.#run(command, given ?? {}) })
    } catch (cause) {
      return this.#response(seq, command, { message: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  /** Puts a cell's breakpoints where the code that is about to run has them. */
  async prepare(cell: DebugCell): Promise<void> {
    await this.#attached?.breakpoints.prepare(cell)
  }

  /** Ends a stop together with the code that stands there; nothing where no code stands. */
  async interrupt(): Promise<void> {
    await this.#attached?.pauses.terminate()
  }

  /** Stops debugging: breakpoints are gone, and code that stands still goes on. */
  close(): void {
    const wasStarted = this.isStarted
    this.#target?.close()
    this.#target = undefined
    this.#variables = undefined
    this.#attaching = undefined
    this.#attached = undefined
    if (wasStarted) this.#edges.event({ seq: ++this.#seq, type: "event", event: "terminated" })
  }

  async #run(command: string, given: unknown): Promise<object> {
    if (!Object.hasOwn(commands, command))
      throw new Refusal(`The kernel's debugger does not know the command ${command}.`)
    const name = command as keyof typeof commands
    const schema = name in argumentSchemas ? argumentSchemas[name as keyof typeof argumentSchemas] : undefined
    const parsed = schema?.safeParse(given)
    if (parsed?.success === false)
      throw new Refusal(
        `The arguments of ${command} are not as the protocol has them: ${parsed.error.issues[0]?.path.join(".")} ${parsed.error.issues[0]?.message}.`,
      )
    const run = commands[name] as (args: unknown, context: CommandContext) => object | Promise<object>
    return await run(parsed?.data ?? given, this.#context())
  }

  /** Connected at the first question that needs V8: to ask what the debugger is like needs none. */
  #connect(): { target: Target; variables: Variables } {
    this.#target ??= new Target()
    this.#variables ??= new Variables(this.#target)
    return { target: this.#target, variables: this.#variables }
  }

  #context(): CommandContext {
    const connect = () => this.#connect()
    const send = (event: DebugEvent) => this.#edges.event(event)
    return {
      edges: this.#edges,
      get target() {
        return connect().target
      },
      get variables() {
        return connect().variables
      },
      attached: this.#attached,
      start: async () => {
        const { target, variables } = connect()
        this.#attaching ??= attach(target, variables, {
          ...this.#edges,
          stopped: body => send({ seq: ++this.#seq, type: "event", event: "stopped", body }),
          continued: () =>
            send({
              seq: ++this.#seq,
              type: "event",
              event: "continued",
              body: { threadId, allThreadsContinued: true },
            }),
          moved: breakpoint =>
            send({ seq: ++this.#seq, type: "event", event: "breakpoint", body: { reason: "changed", breakpoint } }),
        })
        const attached = await this.#attaching
        if (this.#target === target) this.#attached = attached
      },
      initialized: () => send({ seq: ++this.#seq, type: "event", event: "initialized" }),
      close: () => this.close(),
    }
  }

  #response(to: number, command: string, { body = {}, message }: { body?: object; message?: string }): Response {
    return {
      type: "response",
      seq: ++this.#seq,
      request_seq: to,
      success: message === undefined,
      command,
      ...(message === undefined ? {} : { message }),
      body,
    }
  }
}
