import type { Runtime } from "node:inspector"
import { Session } from "node:inspector"

/** How an evaluation ended. `value` is the very value, not a copy. */
export type Evaluation =
  | { kind: "value"; value: unknown }
  | { kind: "thrown"; value: unknown; at?: SyntaxPlace }
  | { kind: "terminated" }

/** V8 knows the option, the published types do not yet. */
const replMode = { replMode: true } as object

/** Where V8 refused the code, for errors without a stack of their own. */
export interface SyntaxPlace {
  url: string
  line: number
  column: number
}

/**
 * Evaluates cells in the global scope through this thread's own inspector session: `replMode` lets const, let and class be
 * declared again, gives top-level await, and keeps bindings live for closures. The session must be the thread's own:
 * what another thread's session evaluates here cannot be interrupted.
 */
export class Evaluator {
  readonly #session = new Session()
  readonly #receiver: string
  #received: unknown

  constructor() {
    this.#session.connect()
    const receive = (value: unknown) => {
      this.#received = value
    }
    const slot = Symbol.for("kaon.receive")
    Object.defineProperty(globalThis, slot, { value: receive, configurable: true })
    let id: string | undefined
    this.#session.post(
      "Runtime.evaluate",
      { expression: 'globalThis[Symbol.for("kaon.receive")]' },
      (_error, found) => {
        id = found.result.objectId
      },
    )
    Reflect.deleteProperty(globalThis, slot)
    if (id === undefined) throw new Error("the inspector gave no receiver")
    this.#receiver = id
  }

  /** Settles when the code and what it awaits has ended; never where a promise never settles. */
  evaluate(code: string, group: string): Promise<Evaluation> {
    return new Promise(resolve => {
      this.#session.post(
        "Runtime.evaluate",
        { ...replMode, expression: code, awaitPromise: true, objectGroup: group },
        (error, result) => {
          const evaluation = error === null ? this.#take(result) : ({ kind: "terminated" } as const)
          this.#session.post("Runtime.releaseObjectGroup", { objectGroup: group })
          resolve(evaluation)
        },
      )
    })
  }

  /** The value of a top-level name as cells see it, or undefined where there is none (yet). */
  read(name: string): unknown {
    let value: unknown
    this.#session.post("Runtime.evaluate", { expression: name, silent: true, objectGroup: "names" }, (error, found) => {
      if (error === null && found.exceptionDetails === undefined) value = this.#valueOf(found.result)
    })
    this.#session.post("Runtime.releaseObjectGroup", { objectGroup: "names" })
    return value
  }

  #take(result: Runtime.EvaluateReturnType): Evaluation {
    const details = result.exceptionDetails
    if (details === undefined) return { kind: "value", value: this.#valueOf(result.result) }
    const value = details.exception === undefined ? new Error(details.text) : this.#valueOf(details.exception)
    if (details.url === undefined || details.stackTrace !== undefined) return { kind: "thrown", value }
    return {
      kind: "thrown",
      value,
      at: { url: details.url, line: details.lineNumber + 1, column: details.columnNumber + 1 },
    }
  }

  /** Remote object → the value it stands for, handed over by a call inside V8. */
  #valueOf(remote: Runtime.RemoteObject): unknown {
    if (remote.objectId === undefined && remote.unserializableValue === undefined) {
      return remote.type === "undefined" ? undefined : remote.value
    }
    const argument =
      remote.objectId === undefined
        ? { unserializableValue: remote.unserializableValue }
        : { objectId: remote.objectId }
    this.#session.post("Runtime.callFunctionOn", {
      objectId: this.#receiver,
      functionDeclaration: "function (value) { this(value) }",
      arguments: [argument as Runtime.CallArgument],
    })
    const value = this.#received
    this.#received = undefined
    return value
  }
}
