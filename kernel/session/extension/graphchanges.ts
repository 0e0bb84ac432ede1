import type { ExtensionResult } from "../../contracts/extension.ts"
import { analyse, type Notebook, type Ran, readNotebook } from "./graph.ts"

type Cell = Notebook["cells"][number]
type Answer = ExtensionResult<"notebook.graph">
type View = Answer["cells"][number]

/** Cells that are told in one answer: an editor takes each in between two keys. */
const atOnce = 200

interface Read {
  readonly of: readonly Cell[]
  readonly views: readonly View[]
  readonly texts: ReadonlyMap<string, string>
}

/** The graph of one notebook, told to one asker by what is other than before. Cells that did not change are not parsed again. */
export class GraphChanges {
  readonly #ran: Ran
  readonly #analysed = new WeakMap<Cell, { index: number; found: ReturnType<typeof analyse> }>()
  /** What the asker has, as text, by cell. */
  #told = new Map<string, string>()
  #last = 0
  /** What is still told in parts. */
  #reading: Read | undefined

  constructor(ran: Ran) {
    this.#ran = ran
  }

  answer(cells: readonly Cell[], since: number | undefined): Answer {
    const whole = since === undefined || since !== this.#last
    if (whole) this.#told = new Map()
    const { views, texts } = !whole && this.#reading?.of === cells ? this.#reading : this.#read(cells)
    const changed = views.filter(({ id }) => texts.get(id) !== this.#told.get(id))
    const gone = [...this.#told.keys()].filter(id => !texts.has(id))
    const now = changed.slice(0, atOnce)
    const more = changed.length > now.length
    for (const { id } of now) this.#told.set(id, texts.get(id)!)
    for (const id of gone) this.#told.delete(id)
    this.#reading = more ? { of: cells, views, texts } : undefined
    this.#last += 1
    return { known: true, answer: this.#last, whole, cells: now, gone, more }
  }

  #read(cells: readonly Cell[]): Read {
    const views = this.#views([...cells])
    return { of: cells, views, texts: new Map(views.map(view => [view.id, JSON.stringify(view)])) }
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
