import { AsyncLocalStorage } from "node:async_hooks"
import { type CellContext, provideCurrentCell } from "../contracts/context.ts"
import { type RunnableCell, shared, type Wires } from "./protocol.ts"
import { sendable } from "./sendable.ts"

/** One run of a cell on the main thread: what its code, and every callback that it left behind, belongs to. */
export interface Run {
  number: number
  cell: RunnableCell
  abort: AbortController
  context: CellContext
}

const noCell: RunnableCell = {
  code: "",
  url: "",
  header: undefined,
  defines: [],
  expressions: {},
  allowStdin: false,
  number: 0,
}

/**
 * Which run the current code belongs to, across awaits, timers and callbacks: so output is credited to the cell that made it,
 * even when it comes late. Code that belongs to none is credited to the latest run.
 */
export class Runs {
  readonly #storage = new AsyncLocalStorage<Run>()
  readonly #wires: Wires
  readonly #directory: string
  readonly #open = new Map<number, Run>()
  #latest: Run | undefined

  constructor(wires: Wires, directory: string) {
    this.#wires = wires
    this.#directory = directory
    provideCurrentCell(() => this.current()?.context)
  }

  current(): Run | undefined {
    return this.#storage.getStore() ?? this.#latest
  }

  /** The number of the cell's run that began last; 0 before anything ran. */
  get latest(): number {
    return this.#latest?.number ?? 0
  }

  /** The number outputs are credited to; 0 before anything ran. */
  number(): number {
    return this.current()?.number ?? 0
  }

  /** A cell's run: code that belongs to no run is credited to the latest of these. */
  open(number: number, cell: RunnableCell): Run {
    this.#latest = this.#start(number, cell)
    return this.#latest
  }

  /** What a message of the front end sets going: a run without a cell. */
  openMessage(number: number): Run {
    return this.#start(number, noCell)
  }

  #start(number: number, cell: RunnableCell): Run {
    const abort = new AbortController()
    const { post, state } = this.#wires
    const context: CellContext = {
      header: cell.header,
      get signal() {
        Atomics.store(state, shared.listening, number)
        return abort.signal
      },
      display: (bundle, { displayId, update = false, metadata = {} } = {}) =>
        post({
          type: "display",
          run: number,
          bundle: sendable(bundle),
          metadata: sendable(metadata),
          update,
          ...(displayId === undefined ? {} : { displayId }),
        }),
      directory: this.#directory,
    }
    const run = { number, cell, abort, context }
    this.#open.set(number, run)
    return run
  }

  within<T>(run: Run, work: () => T): T {
    return this.#storage.run(run, work)
  }

  get(number: number): Run | undefined {
    return this.#open.get(number)
  }

  close(number: number): void {
    this.#open.delete(number)
  }
}
