import type { ExtensionResult } from "../../../kernel/contracts/extension.ts"
import type { Document, GraphView, Mark } from "../state/model.ts"
import type { OperationOf } from "../state/operations.ts"

type Answer = ExtensionResult<"notebook.graph">
type View = Answer["cells"][number]

/** The kernel's graph of the cells, put together from answers that say what changed. */
export class GraphKnown {
  /** The number of the last answer; undefined before the first. */
  answer: number | undefined
  #views = new Map<string, View>()
  #graph: GraphView = { nodes: [], edges: [] }
  #stale: readonly string[] = []
  /** Whether answers brought anything since the state was told. */
  #changed = false

  take({ answer, whole, cells, gone }: Answer): void {
    this.answer = answer
    if (whole) this.#views = new Map()
    for (const view of cells) this.#views.set(view.id, view)
    for (const id of gone) this.#views.delete(id)
    this.#changed ||= whole || cells.length > 0 || gone.length > 0
  }

  /** What a notebook is to know of its cells by all answers so far. */
  toState({ order, cells: now }: Document): OperationOf<"graphed"> {
    const views = order.flatMap(id => this.#views.get(id) ?? [])
    if (this.#changed) {
      this.#changed = false
      this.#graph = {
        nodes: views,
        edges: views.flatMap(({ id: to, needs }) => needs.map(({ from, names }) => ({ from, to, names }))),
      }
      this.#stale = views.flatMap(({ id, stale }) => (stale ? [id] : []))
    }
    const marks = new Map<string, Mark[]>()
    for (const { id, diagnostics } of views) {
      const source = now.get(id)?.source
      if (source !== undefined && diagnostics.length > 0)
        marks.set(
          id,
          diagnostics.map(found => markOf(found, source)),
        )
    }
    return { op: "graphed", graph: this.#graph, stale: this.#stale, marks }
  }
}

function markOf({ line = 1, column = 1, severity, message, fix }: View["diagnostics"][number], source: string): Mark {
  const start = offsetAt(source, line, column)
  const text = fix === undefined ? message : `${message} ${fix}`
  return { start, end: wordEnd(source, start), severity, message: text, source: "graph" }
}

const offsetAt = (source: string, line: number, column: number): number => {
  const before = source.split("\n").slice(0, line - 1)
  return Math.min(source.length, before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1)
}

const wordEnd = (source: string, start: number): number => {
  const word = /^[\p{L}\p{N}_$%]+/u.exec(source.slice(start))?.[0].length ?? 1
  return Math.min(source.length, start + word)
}
