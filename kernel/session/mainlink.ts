import type { MessagePort } from "node:worker_threads"
import { parentPort } from "node:worker_threads"
import type { Answer } from "../runtime/input.ts"
import {
  type CommMessage,
  type FromMain,
  type Outcome,
  type RunnableCell,
  shared,
  type ToMain,
} from "../runtime/protocol.ts"
import { Asking } from "./asking.ts"

type Listeners = {
  [T in Exclude<FromMain["type"], "settled" | "heard" | "ready" | "taken" | "answered">]: (
    message: Extract<FromMain, { type: T }>,
  ) => void
}

/** The worker's end of the line to the main thread. */
export class MainLink {
  readonly ready: Promise<void>
  /** Questions about values, while no cell keeps the main thread. */
  readonly asking = new Asking(message => this.#send(message))
  readonly #state: Int32Array
  readonly #answers: MessagePort
  readonly #settling = new Map<number, (outcome: Outcome) => void>()
  readonly #hearing = new Map<number, (listening: boolean) => void>()
  #run = 0
  #asking = false

  constructor(state: Int32Array, answers: MessagePort, listeners: Listeners) {
    this.#state = state
    this.#answers = answers
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ready = promise
    parentPort!.on("message", (message: FromMain) => {
      if (message.type === "ready") resolve()
      else if (message.type === "settled") this.settle(message.run, message.outcome)
      else if (message.type === "heard") this.#hearing.get(message.run)?.(message.listening)
      else if (message.type === "taken") this.asking.taken(message.ask)
      else if (message.type === "answered") this.asking.answered(message.ask, message.answer)
      else {
        if (message.type === "input") this.#asking = true
        ;(listeners[message.type] as (message: FromMain) => void)(message)
      }
    })
  }

  /** Starts a cell; the outcome comes from the main thread, or from `settle` where the worker answers by itself. */
  execute(cell: RunnableCell): { run: number; outcome: Promise<Outcome> } {
    const run = ++this.#run
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.#settling.set(run, resolve)
    this.#send({ type: "execute", run, cell })
    return { run, outcome: promise }
  }

  /** Hands a comm message to user code, which gets it when the main thread is free; returns the number of its run. */
  deliver(message: Omit<CommMessage, "type" | "run">): number {
    const run = ++this.#run
    this.#send({ type: "comm", run, ...message }, message.buffers)
    return run
  }

  isRunning(run: number): boolean {
    return this.#settling.has(run)
  }

  /** Ends a run with an outcome; what the main thread says of it later is not heard. */
  settle(run: number, outcome: Outcome): void {
    this.#settling.get(run)?.(outcome)
    this.#settling.delete(run)
  }

  abandon(run: number, outcome: Outcome): void {
    this.#send({ type: "abandon", run })
    this.settle(run, outcome)
  }

  /** Aborts the run's signal. Resolves when the main thread has heard it (does its code listen?), or undefined after `milliseconds`. */
  abort(run: number, milliseconds: number, keepBest = false): Promise<boolean | undefined> {
    const { promise, resolve } = Promise.withResolvers<boolean | undefined>()
    this.#hearing.set(run, resolve)
    this.#send({ type: "abort", run, keepBest })
    const stop = milliseconds < 1 ? spin(milliseconds, resolve) : wait(milliseconds, resolve)
    return promise.finally(() => {
      stop()
      this.#hearing.delete(run)
    })
  }

  /** Does the run's code hold its abort signal? Known even while the main thread is busy. */
  isListening(run: number): boolean {
    return Atomics.load(this.#state, shared.listening) === run
  }

  /** Answers the prompt() that waits; false where none does. */
  answer(answer: Answer): boolean {
    if (!this.#asking) return false
    this.#asking = false
    this.#answers.postMessage(answer)
    Atomics.add(this.#state, shared.answered, 1)
    Atomics.notify(this.#state, shared.answered)
    return true
  }

  /** Output has been handed on: lets a writer that waits go on. */
  taken(characters: number): void {
    Atomics.sub(this.#state, shared.pending, characters)
    Atomics.notify(this.#state, shared.pending)
  }

  /** Lets process.exit() in user code end the process, and asks an idle main thread to do so. */
  exit(code: number): void {
    Atomics.store(this.#state, shared.closed, 1)
    Atomics.notify(this.#state, shared.closed)
    this.#send({ type: "exit", code })
  }

  #send(message: ToMain, buffers: Uint8Array<ArrayBuffer>[] = []): void {
    parentPort!.postMessage(
      message,
      buffers.map(({ buffer }) => buffer),
    )
  }
}

function wait(milliseconds: number, done: (nothing: undefined) => void): () => void {
  const timer = setTimeout(done, milliseconds, undefined)
  return () => clearTimeout(timer)
}

/** A wait shorter than a timer's finest step: turns of the event loop, in which messages are read. */
function spin(milliseconds: number, done: (nothing: undefined) => void): () => void {
  const deadline = performance.now() + milliseconds
  let turn = setImmediate(function next() {
    if (performance.now() > deadline) done(undefined)
    else turn = setImmediate(next)
  })
  return () => clearImmediate(turn)
}
