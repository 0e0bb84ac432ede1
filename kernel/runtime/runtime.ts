import type { CellCache, CellKept } from "../contracts/cell-cache.ts"
import { askForBest } from "../contracts/context.ts"
import { KaonError } from "../contracts/errors.ts"
import type { Header } from "../contracts/stages.ts"
import { bundleOf, nothing } from "./bundle.ts"
import { type Run, Runs } from "./cells.ts"
import { createDisplay } from "./display.ts"
import { type Evaluation, Evaluator } from "./evaluator.ts"
import { installExit } from "./exit.ts"
import { createPrompt } from "./input.ts"
import { installLate } from "./late.ts"
import { loadLater } from "./later.ts"
import { createModules, type VirtualModules } from "./modules.ts"
import type { ExpressionResult, Outcome, RunnableCell, Thrown, ToMain, Wires } from "./protocol.ts"
import { shared } from "./protocol.ts"
import { bindRestored } from "./restored.ts"
import { installStreams } from "./streams.ts"
import { describeThrown } from "./thrown.ts"

/** What the composition root brings: the runtime itself knows no stage and no library. */
export interface RuntimeEdges {
  directory: string
  wires: Wires
  virtual: VirtualModules
  /** Globals that load when they are first touched. */
  lazyGlobals: Record<string, () => unknown>
  /** Called after a cell with a header has run, with a reader of the names it defined; throws where its contract is not met. */
  finishStage(header: Header, names: readonly string[], read: (name: string) => unknown): Promise<void>
  /** What keeps cells' values and brings them back, loaded when a run first asks for it. */
  caching(): Promise<Caching>
}

type Read = (name: string) => unknown
export interface Caching {
  restore(cache: CellCache): Promise<Map<string, unknown>>
  unsure(cache: CellCache, read: Read): Promise<string[]>
  keep(cache: CellCache, unsure: string[], read: Read): Promise<CellKept>
}

/** Starts the main thread's half of the kernel; returns the handler of the worker's messages. */
export function startRuntime(edges: RuntimeEdges): (message: ToMain) => void {
  const { wires } = edges
  const runs = new Runs(wires, edges.directory)
  const pending = new Set<Promise<unknown>>()
  const evaluator = new Evaluator()
  const modules = createModules(edges.directory, edges.virtual)
  installStreams(wires, runs)
  installLate(wires, runs)
  const exit = installExit(wires)
  const later = loadLater(wires, runs, evaluator)
  defineGlobals(
    { ...edges.lazyGlobals, Jupyter: later.jupyter },
    {
      display: createDisplay(wires, runs, pending),
      prompt: createPrompt(wires, runs),
      require: modules.require,
      __kaon: { import: modules.import, meta: modules.meta },
    },
  )

  async function execute(number: number, cell: RunnableCell): Promise<void> {
    const run = runs.open(number, cell)
    const outcome = await runs.within(run, () => settle(run))
    if (runs.get(number) === run) wires.post({ type: "settled", run: number, outcome })
    runs.close(number)
  }

  async function settle(run: Run): Promise<Outcome> {
    const { cell } = run
    if (cell.cache?.restore !== undefined) return await restore(cell.cache)
    const { cache } = cell
    const caching = cache?.keep === undefined ? undefined : await edges.caching()
    const unsure = caching === undefined ? [] : await caching.unsure(cache!, name => evaluator.read(name))
    const evaluation = await evaluator.evaluate(cell.code, `run${run.number}`)
    let error = failure(evaluation)
    const value = evaluation.kind === "value" ? evaluation.value : undefined
    let shown: { bundle?: import("../contracts/mime.ts").MimeBundle; kept?: CellKept } = {}
    try {
      if (error === undefined && cell.header !== undefined)
        await edges.finishStage(cell.header, cell.defines, name => evaluator.read(name))
      while (pending.size > 0) await Promise.allSettled(pending)
      if (error === undefined && value !== undefined) {
        Object.defineProperty(globalThis, "_", { value, writable: true, configurable: true, enumerable: false })
        const bundle = await bundleOf(value)
        if (bundle !== nothing) shown = { bundle }
      }
    } catch (cause) {
      error = describeThrown(cause)
    }
    // What an interrupt cut short is not what the cell would have given.
    if (error === undefined && caching !== undefined && !run.abort.signal.aborted)
      shown = { ...shown, kept: await caching.keep(cache!, unsure, name => evaluator.read(name)) }
    const expressions = await evaluateAll(cell.expressions, error !== undefined)
    return error === undefined ? { status: "ok", expressions, ...shown } : { status: "error", error, expressions }
  }

  async function restore(cache: CellCache): Promise<Outcome> {
    try {
      await bindRestored(evaluator, await (await edges.caching()).restore(cache))
      return { status: "ok", expressions: {} }
    } catch (cause) {
      return { status: "error", error: describeThrown(cause), expressions: {} }
    }
  }

  async function evaluateAll(
    expressions: Record<string, string>,
    failed: boolean,
  ): Promise<Record<string, ExpressionResult>> {
    const results: Record<string, ExpressionResult> = {}
    if (failed) return results
    for (const [name, code] of Object.entries(expressions)) {
      const evaluation = await evaluator.evaluate(code, "expression")
      const error = failure(evaluation)
      results[name] =
        error === undefined && evaluation.kind === "value"
          ? { status: "ok", data: await bundleOf(evaluation.value), metadata: {} }
          : { status: "error", ename: error?.name ?? "Error", evalue: error?.message ?? "", traceback: [] }
    }
    return results
  }

  const handlers: { [T in ToMain["type"]]: (message: Extract<ToMain, { type: T }>) => void } = {
    execute: ({ run, cell }) => void execute(run, cell),
    abort({ run, keepBest }) {
      const listening = Atomics.load(wires.state, shared.listening) === run
      const reason = new KaonError("INTERRUPTED", "The cell was interrupted.")
      runs.get(run)?.abort.abort(keepBest ? askForBest(reason) : reason)
      wires.post({ type: "heard", run, listening })
    },
    abandon: ({ run }) => runs.close(run),
    exit: ({ code }) => exit(code),
    comm: message => void later.comms().receive(message),
    async ask({ ask, question }) {
      wires.post({ type: "taken", ask })
      wires.post({ type: "answered", ask, answer: await later.answers()(question) })
    },
  }
  wires.post({ type: "ready" })
  return message => (handlers[message.type] as (message: ToMain) => void)(message)
}

function failure(evaluation: Evaluation): Thrown | undefined {
  if (evaluation.kind === "value") return undefined
  if (evaluation.kind === "terminated") {
    return { name: "Interrupted", message: "The cell was interrupted.", code: "INTERRUPTED", frames: [] }
  }
  const thrown = describeThrown(evaluation.value)
  const inCell = thrown.frames.some(frame => frame.url === evaluation.at?.url)
  if (evaluation.at !== undefined && !inCell) thrown.frames.unshift({ function: "", ...evaluation.at })
  return thrown
}

function defineGlobals(lazy: RuntimeEdges["lazyGlobals"], values: Record<string, unknown>): void {
  const define = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  for (const [name, value] of Object.entries(values)) define(name, value)
  for (const [name, load] of Object.entries(lazy)) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        const value = load()
        define(name, value)
        return value
      },
      set: (value: unknown) => define(name, value),
    })
  }
}
