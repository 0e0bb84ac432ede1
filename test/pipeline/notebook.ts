import { tmpdir } from "node:os"
import { analyseCell } from "../../kernel/cell/index.ts"
import type { CellCache } from "../../kernel/contracts/cell-cache.ts"
import {
  type CellRun,
  CodeReading,
  conduct,
  Ledger,
  type PipelineCell,
  pipelineCell,
  type Runner,
  type Surroundings,
} from "../../kernel/pipeline/index.ts"
import { CellCaching } from "../../kernel/stages/cache.ts"
import type { Store } from "../../kernel/store/index.ts"

/** Surroundings that a test says. */
export const quiet = (
  more: Partial<Record<"kaon" | "machine" | "dataset" | "package" | "python", string>> = {},
): Surroundings => ({
  kaon: async () => more.kaon ?? "kaon",
  machine: () => more.machine ?? "machine",
  dataset: async () => more.dataset ?? "dataset",
  package: async () => more.package ?? "package",
  python: async () => more.python ?? "python",
})

/** Runs a cell's code over names as they are at that moment. */
function evaluate(source: string, names: Record<string, unknown>, show: (value: unknown) => void): void {
  const body = source.replace(/^(%%|import ).*/gm, "").replace(/^(const|let)\s+(\w+)\s*=/gm, "names.$2 =")
  for (const [, , name] of source.matchAll(/^(const|let)\s+(\w+)/gm)) names[name!] = undefined
  new Function("names", "show", `with (names) { ${body}\n}`)(names, show)
}

/** What each cell shows where there is no cache. */
export function clean(sources: Readonly<Record<string, string>>): Record<string, readonly unknown[]> {
  const names: Record<string, unknown> = {}
  return Object.fromEntries(
    Object.entries(sources).map(([id, source]) => {
      const shown: unknown[] = []
      evaluate(source, names, value => shown.push(structuredClone(value)))
      return [id, shown]
    }),
  )
}

/** A session like a kernel's without its process: names are looked up when code runs, as in a notebook. */
class Session implements Runner {
  readonly names: Record<string, unknown> = {}
  readonly ran: string[] = []
  readonly #caching = new CellCaching()
  readonly #shown: (id: string, outputs: readonly unknown[]) => void

  constructor(shown: (id: string, outputs: readonly unknown[]) => void) {
    this.#shown = shown
  }

  async run(cell: PipelineCell, cache: CellCache): Promise<CellRun> {
    this.ran.push(cell.id)
    const read = (name: string) => this.names[name]
    const unsure = await this.#caching.unsure(cache, read)
    const outputs: unknown[] = []
    evaluate(cell.source, this.names, text => outputs.push(structuredClone(text)))
    for (const [name, value] of Object.entries(cell.params)) this.names[name] = value
    this.#shown(cell.id, outputs)
    return { ok: true, seconds: 0, outputs, kept: await this.#caching.keep(cache, unsure, read) }
  }

  async restore(_cell: PipelineCell, cache: CellCache): Promise<boolean> {
    const found = await this.#caching.restore(cache).catch(() => undefined)
    if (found !== undefined) Object.assign(this.names, Object.fromEntries(found))
    return found !== undefined
  }
}

export interface Went {
  /** Ids of the cells that ran, in order. */
  ran: string[]
  /** Why, by id. */
  why: Record<string, string>
  /** What each cell shows, whether it ran or not. */
  shown: Record<string, readonly unknown[]>
}

export interface Going {
  directory?: string
  surroundings?: Surroundings
  params?: Record<string, unknown>
  force?: readonly string[]
}

/** Runs a notebook, given as sources by id, in a fresh session over a store. */
export async function go(sources: Readonly<Record<string, string>>, store: Store, going: Going = {}): Promise<Went> {
  const { directory = tmpdir(), surroundings = quiet(), params = {}, force = [] } = going
  const cells = Object.entries(sources).map(([id, source], i) => {
    const facts = analyseCell(source, { id, number: i + 1 })
    const own = facts.header?.stage === "params" ? params : {}
    // `show` and `chance` are the test's own; they are no names of cells.
    return pipelineCell(
      { id, number: i + 1, source },
      { ...facts, uses: facts.uses.filter(({ name }) => name !== "show") },
      own,
    )
  })
  const shown: Went["shown"] = {}
  const why: Went["why"] = {}
  const session = new Session((id, outputs) => {
    shown[id] = outputs
  })
  const runner: Runner = {
    run: (cell, cache, reason) => {
      why[cell.id] ??= reason
      return session.run(cell, cache)
    },
    restore: (cell, cache) => session.restore(cell, cache),
  }
  const ledger = new Ledger(cells, new CodeReading(directory, surroundings), surroundings)
  await conduct({
    ...{ cells, store, ledger, runner, notebook: "n", forcedWhy: "it was asked for" },
    forced: new Set(cells.filter(({ id }) => force.includes(id))),
    hit: (cell, _entry, outputs) => {
      shown[cell.id] = outputs
    },
    stopped: () => false,
  })
  return { ran: session.ran, why, shown }
}
