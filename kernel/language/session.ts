import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findCompiler } from "./binary.ts"
import type { Connection } from "./connection.ts"
import { Documents } from "./documents.ts"
import { watchFiles } from "./files.ts"
import { keepServer } from "./keeper.ts"
import type { CellModule } from "./module.ts"
import { type Entry, Notebook } from "./notebook.ts"
import type { Globals } from "./project.ts"
import type { Range } from "./protocol.ts"
import { greet, type SpawnServer } from "./server.ts"
import type { CellDraft, Completion, RequestOptions, Span } from "./types.ts"

export interface Known {
  entry: Entry
  module: CellModule
  uri: string
}

/** One question about one cell, while the server knows exactly that text of it. */
export interface Scene {
  entry: Entry
  module: CellModule
  /** Document and position of an offset in the cell, as the protocol wants them. */
  /** Equal states: the server knows exactly the same of everything. */
  state: string
  at(offset: number): { textDocument: { uri: string }; position: { line: number; character: number } }
  ask(method: string, params: object): Promise<unknown>
  /** The cells that the question may touch, with their modules as the server knows them. */
  cells(): Known[]
  cellOf(uri: string): Known | undefined
  /** Whether a document exists in the server's memory only. */
  isVirtual(uri: string): boolean
}

/** A range as offsets in the cell's own source; undefined where it lies in a generated line. */
export function spanIn(module: CellModule, range: Range): Span | undefined {
  const start = module.lines.offsetAt(range.start)
  const end = module.lines.offsetAt(range.end)
  return start < module.start || end > module.end ? undefined : { start: start - module.start, end: end - module.start }
}

/** Path of a document that is no cell; libraries inside the compiler lie beside it on disk. */
export function fileOf(uri: string): string | undefined {
  const library = /^bundled:\/+libs\/(.+)$/.exec(uri)?.[1]
  if (library !== undefined) return join(dirname(findCompiler()), library)
  return uri.startsWith("file:") ? fileURLToPath(uri) : undefined
}

export interface SessionOptions {
  directory: string
  globals: Globals
  spawn: SpawnServer
  /** A server that owes an answer and says nothing for this long is killed. */
  stuckAfterMs: number
}

export class Session {
  readonly notebook = new Notebook()
  /** The last completion and what it answered: editors ask the same again, and nothing has changed then. */
  answered: { question: string; answer: Completion[] } | undefined
  readonly #options: SessionOptions
  readonly #documents = new WeakMap<Connection, Documents>()
  readonly #server: ReturnType<typeof keepServer>

  constructor(options: SessionOptions) {
    this.#options = options
    this.#server = keepServer(() => greet(options.directory, options.spawn))
  }

  get globals(): readonly string[] {
    return this.#options.globals.names
  }

  get pid(): number | undefined {
    return this.#server.running?.pid
  }

  end(): void {
    this.#server.end()
  }

  /**
   * Runs `use` with the server knowing the cell, all it builds on, and the cells of `also`; `more` are further names to import into it.
   * Gives `empty` when time is up, on abort, or without a server; asks a second time where the server died meanwhile.
   */
  async run<T>(
    draft: CellDraft,
    empty: T,
    options: RequestOptions,
    use: (scene: Scene) => Promise<T>,
    { more = [], also = [] }: { more?: string[]; also?: Entry[] } = {},
  ): Promise<T> {
    const limit = AbortSignal.timeout(options.timeoutMs ?? 5000)
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
    const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>()
    const onAbort = () => stop(undefined)
    if (signal.aborted) return empty
    signal.addEventListener("abort", onAbort, { once: true })
    try {
      for (let attempt = 0; attempt < 2 && !signal.aborted; attempt++) {
        const connection = await Promise.race([this.#server.get(), stopped])
        if (!connection) return empty
        const answer = await use(this.#scene(connection, draft, more, also, signal))
        if (connection.alive) return signal.aborted ? empty : answer
      }
      return empty
    } catch {
      // An answer that is not of the protocol's shape says nothing.
      return empty
    } finally {
      signal.removeEventListener("abort", onAbort)
      this.#endIfStuck()
    }
  }

  #endIfStuck(): void {
    const running = this.#server.running
    if (running && running.silence() > this.#options.stuckAfterMs) running.kill()
  }

  #scene(connection: Connection, draft: CellDraft, more: string[], also: Entry[], signal: AbortSignal): Scene {
    const { directory, globals } = this.#options
    let documents = this.#documents.get(connection)
    if (!documents) {
      documents = new Documents(connection, directory, globals)
      this.#documents.set(connection, documents)
      watchFiles(directory, connection, () => {
        this.answered = undefined
      })
    }
    const known = documents
    const entry = this.notebook.entryOf(draft)
    const modules = new Map(also.flatMap(other => [...this.notebook.closure(other)]))
    for (const [file, made] of this.notebook.closure(entry, more)) modules.set(file, made)
    known.sync([...modules].map(([file, { module }]) => [file, module.text] as const))
    const wanted = [...more, ...[...modules.values()].flatMap(made => [...made.entry.cell.words])]
    if (globals.names.some(name => wanted.includes(name))) known.joinGlobals()
    const own = modules.get(entry.file)
    if (!own) throw new Error(`No module was made of ${entry.file}.`)
    const cells = [...modules].map(([file, made]) => ({ ...made, uri: known.uri(file) }))
    return {
      entry,
      module: own.module,
      state: `${connection.pid} ${known.revision}`,
      at: offset => ({
        textDocument: { uri: known.uri(entry.file) },
        position: own.module.lines.positionAt(own.module.start + offset),
      }),
      ask: (method, params) => connection.request(method, params, signal),
      cells: () => cells,
      cellOf: uri => cells.find(cell => cell.uri === uri),
      isVirtual: uri => known.has(uri),
    }
  }
}
