import { createHash, randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { z } from "zod"
import {
  type ExtensionInput,
  type ExtensionMethod,
  type ExtensionResult,
  extensionMethods,
  extensionReplySchema,
} from "../../../../kernel/contracts/extension.ts"
import { headerFactory } from "../../../../kernel/wire/index.ts"
import { Refusal } from "../../http/refusal.ts"
import type { HostKernel } from "../../kernels/kernel.ts"
import { refusalOf } from "../refusals.ts"
import { replyOf, request } from "../request.ts"

/** Milliseconds for a session that ends a cell to be idle, and for an idle one to answer. */
const patience = { idle: 300, answered: 10_000 }

const files = ["describe", "rows", "order", "answer"]
const replySchema = z.object({
  user_expressions: z.record(
    z.string(),
    z.union([
      z.object({ status: z.literal("ok"), data: z.record(z.string(), z.unknown()) }),
      z.object({ status: z.literal("error"), ename: z.string() }),
    ]),
  ),
})

let loaded: { module: string; source: string } | undefined

/** The Python that looks, and the name it is kept under in a session: another version has another name. */
function program(): { module: string; source: string } {
  loaded ??= compose()
  return loaded
}

function compose() {
  const source = files.map(name => readFileSync(new URL(`./${name}.py`, import.meta.url), "utf8")).join("\n\n")
  return { module: `_kaon_look_${createHash("sha256").update(source).digest("hex").slice(0, 12)}`, source }
}

/** A text as Python writes it. */
const literal = (text: string): string => JSON.stringify(text)

/**
 * Asks an IPython session about its variables: silently, as an expression beside empty code, so that no count, no history and no
 * name of the user's changes. One question at a time, and only while the session is idle: none waits behind a cell.
 */
export class IPythonSession {
  readonly #kernel: HostKernel
  readonly #headers = headerFactory(`host-${randomUUID()}`)
  #turn: Promise<unknown> = Promise.resolve()

  constructor(kernel: HostKernel) {
    this.#kernel = kernel
  }

  /** Refuses with 503 while the session is busy, 504 where it does not answer in time, 501 for what is no question about variables. */
  async ask<M extends ExtensionMethod>(method: M, params: ExtensionInput<M>): Promise<ExtensionResult<M>> {
    const answer = this.#turn.then(() => this.#answer(method, params))
    this.#turn = answer.catch(() => {})
    return extensionMethods[method].result.parse(await answer) as ExtensionResult<M>
  }

  async #answer(method: ExtensionMethod, params: unknown): Promise<unknown> {
    if (!(await this.#idle())) {
      throw refusalOf({ code: "BUSY", message: "A cell runs, so values cannot be looked at just now." })
    }
    const { module } = program()
    const question = literal(JSON.stringify({ method, params }))
    const modules = `__import__("sys").modules`
    const expression = `${modules}["${module}"].answer(__import__("json").loads(${question}), globals())`
    let found = await this.#evaluate(expression)
    if (found === undefined) {
      await this.#install()
      found = await this.#evaluate(expression)
    }
    const reply = extensionReplySchema.parse({ id: 0, ...z.record(z.string(), z.unknown()).parse(found) })
    if ("error" in reply) throw refusalOf(reply.error)
    return reply.result
  }

  /** Is the session idle now, or as soon as the end of a cell is told? */
  async #idle(): Promise<boolean> {
    const isIdle = () => this.#kernel.state.execution === "idle"
    if (isIdle()) return true
    const { promise, resolve } = Promise.withResolvers<void>()
    const stop = this.#kernel.onState(() => isIdle() && resolve())
    const timer = setTimeout(resolve, patience.idle)
    await promise
    stop()
    clearTimeout(timer)
    return isIdle()
  }

  async #install(): Promise<void> {
    const { module, source } = program()
    const make = `(lambda sys, name, text: (lambda made: (exec(text, made.__dict__), sys.modules.update({name: made})))(type(sys)(name)))`
    await this.#evaluate(`${make}(__import__("sys"), "${module}", ${literal(source)})`)
  }

  /** The JSON that an expression shows itself as; undefined where the session does not know the module. */
  async #evaluate(expression: string): Promise<unknown> {
    const content = {
      code: "",
      silent: true,
      store_history: false,
      user_expressions: { kaon: expression },
      allow_stdin: false,
      stop_on_error: false,
    }
    const header = this.#headers.header("execute_request")
    const reply = await request(this.#kernel, header, content, replyOf("execute_reply"), patience.answered)
    const found = replySchema.safeParse(reply).data?.user_expressions.kaon
    if (found?.status === "ok") return found.data["application/json"]
    if (found?.ename === "KeyError") return undefined
    throw new Refusal(
      422,
      `The kernel could not look at its variables${found === undefined ? "" : `: ${found.ename}`}.`,
    )
  }
}
