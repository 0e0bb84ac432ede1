import type { ExtensionResult } from "../../contracts/extension.ts"
import { analyse, type Notebook, type Ran, readNotebook } from "./graph.ts"

type Cell = Notebook["cells"][number]
type Answer = ExtensionResult<"notebook.graph">
type View = Answer["cells"][number]

/** The graph of one notebook, told to one asker by what is other than before. Cells that did not change are not parsed again. */
export class GraphChanges {
  readonly #ran: Ran
  readonly #analysed = new WeakMap<Cell, { index: number; found: ReturnType<typeof analyse> }>()
  /** The last answer as text, by cell. */
  #told = new Map<string, string>()
  #last = 0

  constructor(ran: Ran) {
    this.#ran = ran
  }

  answer(cells: readonly Cell[], since: number | undefined): Answer {
    const whole = since === undefined || since !== this.#last
    const before = whole ? new Map<string, string>() : this.#told
    const views = this.#views([...cells])
    const texts = new Map(views.map(view => [view.id, JSON.stringify(view)]))
    this.#told = texts
    this.#last += 1
    return {
      known: true,
      answer: this.#last,
      whole,
      cells: views.filter(({ id }) => texts.get(id) !== before.get(id)),
      gone: [...before.keys()].filter(id => !texts.has(id)),
    }
  }

  #views(cells: Cell[]): View[] {
    const { nodes, edges, diagnostics, stale } = readNotebook({ cells }, this.#ran, (cell, index) =>
      this.#analyse(cell, index),
    )
    const needs = Map.groupBy(edges, ({ to }) => to)
    const problems = Map.groupBy(diagnostics, ({ cellId }) => cellId)
    const old = new Set(stale)
    return nodes.map(node => ({
      ...node,
      needs: (needs.get(node.id) ?? []).map(({ from, names }) => ({ from, names })),
      diagnostics: problems.get(node.id) ?? [],
      stale: old.has(node.id),
    }))
  }

  #analyse(cell: Cell, index: number): ReturnType<typeof analyse> {
    const known = this.#analysed.get(cell)
    if (known?.index === index) return known.found
    const found = analyse(cell, index)
    this.#analysed.set(cell, { index, found })
    return found
  }
}
