import assert from "node:assert/strict"
import type { KernelClient } from "../../kernel/client/index.ts"
import type { Response, StackFrame, StoppedBody, Variable } from "../../kernel/debug/dap.ts"

type Body = Record<string, never>
interface Event {
  event: string
  body?: unknown
}

/** A debugger's front end over a real kernel: what JupyterLab and VS Code send, and the events that come, in their order. */
export class DebugSession {
  readonly kernel: KernelClient
  readonly events: Event[] = []
  readonly #waiting: { name: string; resolve(event: Event): void }[] = []
  #read = 0
  #seq = 0

  constructor(kernel: KernelClient) {
    this.kernel = kernel
    kernel.observe(({ header, content }) => {
      if (header.msg_type !== "debug_event") return
      this.events.push(content as unknown as Event)
      this.#deliver()
    })
  }

  /** Started as JupyterLab starts it. */
  static async start(kernel: KernelClient): Promise<DebugSession> {
    const session = new DebugSession(kernel)
    await session.request("debugInfo")
    await session.request("initialize", {
      clientID: "jupyterlab",
      clientName: "JupyterLab",
      adapterID: "kaon",
      pathFormat: "path",
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsVariableType: true,
      supportsVariablePaging: true,
      supportsRunInTerminalRequest: true,
      locale: "en",
    })
    await session.request("attach", {})
    await session.event("initialized")
    return session
  }

  async send(command: string, args: object = {}): Promise<Response> {
    const message = { type: "request", seq: this.#seq++, command, arguments: args }
    const { header, content } = await this.kernel.control("debug_request", message)
    assert.equal(header.msg_type, "debug_reply")
    return content as unknown as Response
  }

  /** The body of a successful answer. */
  async request<T = Body>(command: string, args: object = {}): Promise<T> {
    const { success, message, body } = await this.send(command, args)
    assert.equal(success, true, `${command}: ${message}`)
    return body as T
  }

  /** The next event of that name that nobody has waited for yet. */
  event<T = unknown>(name: string): Promise<T> {
    return new Promise(resolve => {
      this.#waiting.push({ name, resolve: event => resolve(event.body as T) })
      this.#deliver()
    })
  }

  stopped(): Promise<StoppedBody> {
    return this.event("stopped")
  }

  /** Sets the breakpoints of a cell as a front end does; gives the lines where they are. */
  async breakpoints(code: string, breakpoints: (number | object)[]): Promise<(number | undefined)[]> {
    const { sourcePath } = await this.request<{ sourcePath: string }>("dumpCell", { code })
    const answer = await this.request<{ breakpoints: { line: number; verified: boolean }[] }>("setBreakpoints", {
      source: { path: sourcePath },
      breakpoints: breakpoints.map(point => (typeof point === "number" ? { line: point } : point)),
      sourceModified: false,
    })
    return answer.breakpoints.map(({ line, verified }) => (verified ? line : undefined))
  }

  async frames(): Promise<StackFrame[]> {
    return (await this.request<{ stackFrames: StackFrame[] }>("stackTrace", { threadId: 1 })).stackFrames
  }

  /** The lines where the code stands, innermost first, as `name:line`. */
  async at(): Promise<string[]> {
    return (await this.frames()).map(({ name, line }) => `${name}:${line}`)
  }

  async line(): Promise<number | undefined> {
    return (await this.frames())[0]?.line
  }

  async variables(variablesReference: number, query: object = {}): Promise<Variable[]> {
    return (await this.request<{ variables: Variable[] }>("variables", { variablesReference, ...query })).variables
  }

  /** The names and values of a scope of the innermost frame. */
  async scope(name: string): Promise<Record<string, string>> {
    return Object.fromEntries((await this.scopeVariables(name)).map(({ name, value }) => [name, value]))
  }

  async scopeVariables(name: string): Promise<Variable[]> {
    return await this.variables(await this.scopeReference(name))
  }

  async scopeReference(name: string): Promise<number> {
    const [frame] = await this.frames()
    const { scopes } = await this.request<{ scopes: { name: string; variablesReference: number }[] }>("scopes", {
      frameId: frame!.id,
    })
    const scope = scopes.find(scope => scope.name === name)
    assert.ok(scope, `no scope ${name} among ${scopes.map(scope => scope.name).join(", ")}`)
    return scope.variablesReference
  }

  /** One step, and where it led. */
  async step(command: "next" | "stepIn" | "stepOut"): Promise<string> {
    await this.request(command, { threadId: 1 })
    assert.equal((await this.stopped()).reason, "step")
    return (await this.at())[0]!
  }

  async evaluate(expression: string, context = "repl"): Promise<string> {
    const [frame] = await this.frames()
    return (await this.request<{ result: string }>("evaluate", { expression, context, frameId: frame?.id })).result
  }

  #deliver(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { name, resolve } = next
      const at = this.events.findIndex(({ event }, index) => index >= this.#read && event === name)
      if (at < 0) return
      this.#waiting.shift()
      this.#read = at + 1
      resolve(this.events[at]!)
    }
  }
}
